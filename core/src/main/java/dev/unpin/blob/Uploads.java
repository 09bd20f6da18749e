package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PresignPostRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.blob.spi.PresigningBlobStore;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.http.SignedRequest;
import dev.unpin.seal.SealException;
import dev.unpin.seal.SealKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Uploads of strangers: straight from a browser to the store, or in pieces through any instance. None of them counts
 * before it was checked. Thread-safe; made once per service and kind of upload. Nothing needs closing.
 *
 * <pre>{@code
 * Uploads avatars = Uploads.builder(blobs, keys).maxBytes(5 << 20).types("image/png", "image/jpeg").build();
 * UploadTicket ticket = avatars.issue("user-42", "avatars/user-42", o -> o.type("image/png"));    // one instance
 * BlobInfo avatar = avatars.accept("user-42", receipt);                                           // any other
 * }</pre>
 *
 * <p>What is uploaded waits in quarantine, under a key that no client chooses. {@link #accept} checks its size, its
 * type by its first bytes, and its checksum if the client told one, and only then copies exactly what it checked to its
 * place. The receipt is all the state there is, and the client carries it, sealed: it says who may upload what to
 * where, and for how long. An upload counts once, however often its receipt is accepted.
 */
public final class Uploads {
    /** The request header in which a ticket for {@link #receive} carries its receipt. */
    public static final String RECEIPT_HEADER = "Upload-Receipt";

    private static final int MAX_OWNER_LENGTH = 256;

    private final UploadSettings settings;

    Uploads(UploadSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults.
     *
     * @param blobs where accepted uploads go
     * @param keys with which all instances seal and open receipts
     * @return a builder
     */
    public static UploadsBuilder builder(Blobs blobs, SealKeys keys) {
        return new UploadsBuilder(blobs, keys);
    }

    /**
     * Lets a client upload one blob. No request to the store.
     *
     * @param owner who may upload and have it accepted, for instance the signed-in user; 1 to 256 characters
     * @param key where it goes when it is accepted; make it up yourself rather than out of what the client says
     * @return what the client needs
     * @throws IllegalArgumentException if owner or key are not valid, or more has to be said: see {@link #issue(String,
     *     String, Consumer)}
     */
    public UploadTicket issue(String owner, String key) {
        return issue(owner, key, o -> {});
    }

    /**
     * Lets a client upload one blob. No request to the store.
     *
     * @param owner who may upload and have it accepted
     * @param key where it goes when it is accepted
     * @param options fills in type, length, checksum and file name
     * @return what the client needs
     * @throws IllegalArgumentException if owner or key are not valid; if the type is missing and several are allowed,
     *     or is none of those; if the length is more than allowed, or is missing and the store needs it
     */
    public UploadTicket issue(String owner, String key, Consumer<TicketOptions> options) {
        TicketOptions filled = Blobs.filled(new TicketOptions(), options);
        TicketPayload ticket = ticket(owner, key, filled, settings.ticketLifetime());
        String receipt = settings.seal(ticket);
        return new UploadTicket(request(ticket, filled, receipt), receipt, ticket.takenUntil());
    }

    private SignedRequest request(TicketPayload ticket, TicketOptions options, String receipt) {
        Duration lifetime = settings.ticketLifetime();
        BlobHead head = new BlobHead(ticket.type(), null, null, Map.of());
        String key = settings.fullWaitingKey(ticket);
        if (settings.receiveAt() != null) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", ticket.type());
            headers.put(RECEIPT_HEADER, receipt);
            return new SignedRequest("PUT", settings.receiveAt(), headers, Map.of());
        }
        PresigningBlobStore store = (PresigningBlobStore) settings.store();
        if (store.capabilities().contains(BlobCapability.POST_POLICY)) {
            return store.presignPost(
                    new PresignPostRequest(key, head, ticket.minBytes(), ticket.maxBytes(), ticket.crc32c(), lifetime));
        }
        if (options.length() == TicketOptions.UNKNOWN) {
            throw new IllegalArgumentException("this store cannot bound the size of an upload: say its length(…)");
        }
        Condition once =
                store.capabilities().contains(BlobCapability.CREATE_ONLY) ? Condition.absent() : Condition.any();
        return store.presignPut(new PresignPutRequest(key, head, options.length(), ticket.crc32c(), once, lifetime));
    }

    private TicketPayload ticket(String owner, String key, TicketOptions options, Duration lifetime) {
        requireOwner(owner);
        settings.blobs().scope().full(key);
        if (key.startsWith(settings.quarantine() + "/")) {
            throw new IllegalArgumentException("an upload does not go where uploads wait");
        }
        long length = options.length();
        if (length > settings.maxBytes()) {
            throw new IllegalArgumentException(
                    "an upload has at most " + settings.maxBytes() + " bytes, not " + length);
        }
        boolean known = length != TicketOptions.UNKNOWN;
        return new TicketPayload(
                settings.blobs().settings().newId(),
                owner,
                key,
                type(options),
                options.fileName() == null ? "" : options.fileName(),
                known ? length : 1,
                known ? length : settings.maxBytes(),
                options.crc32c(),
                settings.clock().instant().plus(lifetime),
                "",
                settings.blobs().settings().partBytes());
    }

    private String type(TicketOptions options) {
        String type = options.type();
        if (type == null && settings.types().size() == 1) {
            return settings.types().iterator().next();
        }
        if (type == null || !settings.types().contains(type)) {
            throw new IllegalArgumentException(
                    "the type(…) of an upload is one of " + settings.types() + ", not " + type);
        }
        return type;
    }

    private static void requireOwner(String owner) {
        Objects.requireNonNull(owner, "owner");
        if (owner.isEmpty() || owner.length() > MAX_OWNER_LENGTH) {
            throw new IllegalArgumentException(
                    "an owner has 1 to " + MAX_OWNER_LENGTH + " characters, not " + owner.length());
        }
    }

    /**
     * Takes the bytes of a ticket that leads to the service; see {@link UploadsBuilder#receiveAt}. They wait for
     * {@link #accept} then.
     *
     * @param receipt the value of the request's header {@link #RECEIPT_HEADER}
     * @param body the request's body
     * @throws SealException if the receipt was not issued by these uploads, or has expired
     * @throws UploadRefusedException if the ticket takes no more bytes
     * @throws dev.unpin.PreconditionFailedException if its bytes have arrived already
     * @throws dev.unpin.LimitExceededException if there are more bytes than it allows
     * @throws BlobSourceException if the body fails
     * @throws BlobBusyException if other uploads take all the memory for too long
     */
    public void receive(String receipt, BlobSource body) {
        TicketPayload ticket = open(receipt);
        if (!ticket.uploadId().isEmpty() || !settings.clock().instant().isBefore(ticket.takenUntil())) {
            throw new UploadRefusedException(
                    UploadRefusedException.Reason.EXPIRED, "this ticket takes no more bytes; ask for a new one");
        }
        BlobSettings limited = settings.blobs().settings().withMaxBlobBytes(ticket.maxBytes());
        PutOptions options = new PutOptions().contentType(ticket.type());
        if (settings.blobs().capabilities().contains(BlobCapability.CREATE_ONLY)
                && settings.blobs().capabilities().contains(BlobCapability.CONDITIONAL_UPLOAD)) {
            options.ifAbsent();
        }
        new BlobWrites(limited, settings.blobs().scope()).put(settings.waitingKey(ticket), body, options);
    }

    /**
     * Checks what was uploaded, and moves it to its place. Three to five requests; what is stored there already is
     * overwritten. May be repeated: an upload counts once.
     *
     * @param owner who says to have uploaded it, for instance the signed-in user
     * @param receipt the ticket's receipt, or the state of a resumable upload that is complete
     * @return the blob, in its place
     * @throws SealException if the receipt was not issued by these uploads, or has expired
     * @throws UploadRefusedException if it does not count, and why
     * @throws BlobConflictException if others kept writing the blob in its place
     */
    public BlobInfo accept(String owner, String receipt) {
        return new UploadAcceptance(settings).accept(open(owner, receipt));
    }

    /**
     * Begins an upload that may come in several requests and through several instances. One request.
     *
     * @param owner who may go on with it
     * @param key where it goes when it is complete and was accepted
     * @param length how many bytes it has
     * @param options fills in type, checksum and file name
     * @return an upload of which nothing has arrived yet
     * @throws IllegalArgumentException as for {@link #issue(String, String, Consumer)}, or if it would need more parts
     *     than the store takes
     */
    public ResumableUpload begin(String owner, String key, long length, Consumer<TicketOptions> options) {
        TicketOptions filled = Blobs.filled(new TicketOptions(), options).length(length);
        BlobSettings blobSettings = settings.blobs().settings();
        if (length > blobSettings.maxBlobBytes()) {
            throw new IllegalArgumentException(
                    "an upload has at most " + blobSettings.maxBlobBytes() + " bytes here, not " + length);
        }
        TicketPayload draft = ticket(owner, key, filled, settings.receiptLifetime());
        BlobHead head = HeadCodec.encode(BlobAttributes.none().withContentType(draft.type()), draft.id(), null);
        String uploadId = settings.store().beginUpload(settings.fullWaitingKey(draft), head);
        TicketPayload begun = draft.withUploadId(uploadId);
        return new ResumableUpload(settings, begun, settings.seal(begun), List.of());
    }

    /**
     * Goes on with an upload, in any instance. One request.
     *
     * @param owner who says to have begun it
     * @param state what {@link ResumableUpload#state} gave
     * @return the upload, with what has arrived so far
     * @throws SealException if the state was not issued by these uploads, or has expired
     * @throws UploadRefusedException if it is somebody else's, or was completed or ended meanwhile
     */
    public ResumableUpload resume(String owner, String state) {
        TicketPayload ticket = open(owner, state);
        List<StoredPart> parts = settings.store()
                .listParts(settings.fullWaitingKey(ticket), ticket.uploadId())
                .orElseThrow(() -> new UploadRefusedException(
                        UploadRefusedException.Reason.MISSING, "this upload was completed or ended"));
        return new ResumableUpload(settings, ticket, state, parts);
    }

    /**
     * Removes what waits for longer than any receipt is good for, and ends resumable uploads of that age. Once an hour
     * is enough, from one instance or all.
     *
     * @return how many were removed or ended
     */
    public int sweep() {
        Blobs blobs = settings.blobs();
        Instant limit = settings.clock().instant().minus(settings.receiptLifetime());
        List<String> old = blobs.list(o -> o.prefix(settings.quarantine() + "/"))
                .filter(entry -> entry instanceof BlobEntry.Blob blob
                        && blob.modified().filter(limit::isAfter).isPresent())
                .map(BlobEntry::name)
                .toList();
        BlobRemovals removals = blobs.removeAll(old);
        removals.orThrow();
        return removals.removed().size()
                + new PendingUploadSweep(blobs.settings(), blobs.scope())
                        .abortBegunBefore(
                                blobs.scope().inner(settings.quarantine()).prefix(), limit);
    }

    private TicketPayload open(String owner, String receipt) {
        TicketPayload ticket = open(receipt);
        if (!ticket.owner().equals(owner)) {
            throw new UploadRefusedException(
                    UploadRefusedException.Reason.WRONG_OWNER, "this upload was allowed to somebody else");
        }
        return ticket;
    }

    private TicketPayload open(String receipt) {
        return TicketPayload.decode(settings.sealer().open(receipt))
                .orElseThrow(() -> new UploadRefusedException(
                        UploadRefusedException.Reason.EXPIRED,
                        "this was issued by another release; ask for a new one"));
    }
}
