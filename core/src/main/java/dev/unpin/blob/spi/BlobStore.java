package dev.unpin.blob.spi;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps blobs for all instances of a service. Implementations are thread-safe, end every call by a deadline of their
 * own, and, where the store is remote, make one request per call.
 *
 * <p>Keys arrive valid: 1 to 1,024 bytes of UTF-8 without control characters, backslashes, lone surrogates, and without
 * empty, {@code .} and {@code ..} segments. They are compared byte by byte: case counts, and nothing is normalised. Any
 * key and any of its prefixes may be blobs side by side.
 *
 * <p>A blob appears whole or not at all: whoever reads while it is overwritten gets the old bytes with the old head, or
 * the new ones with the new head. Conditions that need a capability the store lacks are not asked for.
 *
 * <p>Requests may be sent again on a failed connection if the bytes are the same and the answer tells them apart: a
 * refusal by a condition that follows a send without an answer is {@link WriteReply.Status#UNCLEAR}, never
 * {@link WriteReply.Status#CONDITION_FAILED}. What was written is recognised by its metadata, which name every write.
 *
 * <p>Every call throws a {@link StoreException} if the store is down, silent or refuses to work; with
 * {@link dev.unpin.Effect#UNKNOWN} the request was applied once or not at all. A missing bucket and a missing right are
 * {@link dev.unpin.Effect#REFUSED}, and never told as an absent blob.
 */
public interface BlobStore {
    /**
     * Returns what this store can promise; does not ask it.
     *
     * @return an unmodifiable set, the same at every call
     */
    Set<BlobCapability> capabilities();

    /**
     * Returns the sizes this store works in; does not ask it.
     *
     * @return the limits, the same at every call
     */
    BlobStoreLimits limits();

    /**
     * Writes a blob at once, and verifies the checksum of its bytes on arrival.
     *
     * @param request what to write where, and when
     * @return {@link WriteReply.Status#STORED}, {@link WriteReply.Status#CONDITION_FAILED},
     *     {@link WriteReply.Status#CONFLICT} or {@link WriteReply.Status#UNCLEAR}
     * @throws StoreException as said above
     */
    WriteReply put(PutRequest request);

    /**
     * Begins an upload in parts. Nothing of it can be read until it is completed.
     *
     * @param key the key of the blob
     * @param head what is stored beside its bytes
     * @return the upload's id, for any instance; 1 to 1,024 characters
     * @throws StoreException as said above
     */
    String beginUpload(String key, BlobHead head);

    /**
     * Sends a part, and verifies the checksum of its bytes on arrival.
     *
     * @param request which part of which upload
     * @return the part, or empty if there is no such upload
     * @throws StoreException as said above
     */
    Optional<StoredPart> uploadPart(PartRequest request);

    /**
     * Lists the parts that an upload has so far.
     *
     * @param key the key of the blob
     * @param uploadId what {@link #beginUpload} returned
     * @return all parts by rising numbers, or empty if there is no such upload
     * @throws StoreException as said above
     */
    Optional<List<StoredPart>> listParts(String key, String uploadId);

    /**
     * Publishes an upload: all of its parts, in order, as one blob. The upload is gone then; it stays if the condition
     * is not met.
     *
     * @param request which upload, and when
     * @return {@link WriteReply.Status#STORED}, {@link WriteReply.Status#CONDITION_FAILED},
     *     {@link WriteReply.Status#CONFLICT}, {@link WriteReply.Status#UNCLEAR} or
     *     {@link WriteReply.Status#UPLOAD_GONE}
     * @throws StoreException as said above
     */
    WriteReply completeUpload(CompleteRequest request);

    /**
     * Drops an upload and its parts; does nothing if it is gone. Leaves a blob of the same key alone.
     *
     * @param key the key of the blob
     * @param uploadId what {@link #beginUpload} returned
     * @throws StoreException as said above
     */
    void abortUpload(String key, String uploadId);

    /**
     * Lists uploads that were begun and neither completed nor aborted.
     *
     * @param prefix what their keys begin with; may be empty
     * @param token where to go on, or null at the first page
     * @return a page
     * @throws StoreException as said above
     */
    PendingUploads listUploads(String prefix, @Nullable String token);

    /**
     * Tells what is stored under a key.
     *
     * @param key the key
     * @return the blob without its bytes, or empty if there is none
     * @throws StoreException as said above
     */
    Optional<StoredBlob> stat(String key);

    /**
     * Opens a blob. Of the cases, the first in this order is told: absent, condition failed, not modified, range not
     * satisfiable.
     *
     * @param request which blob, and which of its bytes
     * @return the blob and a stream of its bytes, or why not
     * @throws StoreException as said above
     */
    OpenReply open(OpenRequest request);

    /**
     * Removes a blob.
     *
     * @param key its key
     * @param condition {@link Condition.Kind#ANY} or exactly one version
     * @return what was done
     * @throws StoreException as said above
     */
    RemoveReply remove(String key, Condition condition);

    /**
     * Removes blobs whatever their versions; those that are absent count as removed.
     *
     * @param keys at most {@link BlobStoreLimits#maxRemovals()} keys, each once
     * @return why some of them were not removed, by key and for people; empty if all are gone
     * @throws StoreException as said above
     */
    Map<String, String> removeAll(List<String> keys);

    /**
     * Copies a blob of at most {@link BlobStoreLimits#maxCopyBytes()} inside of the store.
     *
     * @param request what to copy where, and when
     * @return {@link WriteReply.Status#STORED}, {@link WriteReply.Status#CONDITION_FAILED},
     *     {@link WriteReply.Status#CONFLICT}, {@link WriteReply.Status#UNCLEAR},
     *     {@link WriteReply.Status#SOURCE_ABSENT} or {@link WriteReply.Status#SOURCE_CHANGED}
     * @throws StoreException as said above
     */
    WriteReply copy(CopyRequest request);

    /**
     * Lists a page of keys in the order of their UTF-8 bytes. A blob that is there all the while is told exactly once
     * over all pages, whatever else comes and goes.
     *
     * @param request which page
     * @return the page
     * @throws StoreException as said above
     */
    ListReply list(ListRequest request);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
