package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PresignGetRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.blob.spi.PresigningBlobStore;
import dev.unpin.http.SignedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Requests by which somebody without credentials fetches or writes one blob straight from or to the store. Thread-safe.
 * Signing asks nothing of the store, and does not check whether the blob is there. Who has such a request can send it
 * until it expires: it cannot be taken back, so keep lifetimes short.
 *
 * <p>Uploads of strangers belong to {@link Uploads}, which also checks what arrived.
 */
public final class BlobLinks {
    private final PresigningBlobStore store;
    private final BlobScope scope;

    private BlobLinks(PresigningBlobStore store, BlobScope scope) {
        this.store = store;
        this.scope = scope;
    }

    /**
     * Makes links to blobs.
     *
     * @param blobs the blobs
     * @return links
     * @throws UnsupportedOperationException if the store cannot sign requests
     */
    public static BlobLinks create(Blobs blobs) {
        if (blobs.settings().store() instanceof PresigningBlobStore signing) {
            return new BlobLinks(signing, blobs.scope());
        }
        throw new UnsupportedOperationException("this blob store cannot sign requests: serve blobs with Blobs.answer");
    }

    /**
     * Signs a download that browsers save as a file.
     *
     * @param key the key of the blob
     * @param lifetime for how long it is valid, a second to what the store allows (7 days on S3)
     * @return a {@code GET}
     * @throws IllegalArgumentException if the lifetime is out of range
     */
    public SignedRequest get(String key, Duration lifetime) {
        return get(key, lifetime, o -> {});
    }

    /**
     * Signs a download.
     *
     * @param key the key of the blob
     * @param lifetime for how long it is valid, a second to what the store allows (7 days on S3)
     * @param options fills in how the blob is saved or shown
     * @return a {@code GET}
     * @throws IllegalArgumentException if the lifetime is out of range
     */
    public SignedRequest get(String key, Duration lifetime, Consumer<LinkOptions> options) {
        LinkOptions filled = Blobs.filled(new LinkOptions(), options);
        String fullKey = scope.full(key);
        String name = filled.fileName() == null ? FileNames.clean(key) : filled.fileName();
        String disposition = FileNames.disposition(filled.shownAs() == null ? "attachment" : "inline", name);
        return store.presignGet(
                new PresignGetRequest(fullKey, filled.shownAs(), disposition, requireLifetime(store, lifetime)));
    }

    /**
     * Signs an upload of exactly so many bytes.
     *
     * @param key the key of the blob; what is there is overwritten
     * @param lifetime for how long it is valid, a second to what the store allows (7 days on S3)
     * @param length the length in bytes
     * @param contentType the content type
     * @return a {@code PUT}, whose headers have to be sent too
     * @throws IllegalArgumentException if lifetime, length or content type are out of range
     */
    public SignedRequest put(String key, Duration lifetime, long length, String contentType) {
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative: " + length);
        }
        BlobAttributes attributes = BlobAttributes.none().withContentType(contentType);
        BlobHead head = new BlobHead(attributes.contentType().orElse(null), null, null, Map.of());
        return store.presignPut(new PresignPutRequest(
                scope.full(key), head, length, null, Condition.any(), requireLifetime(store, lifetime)));
    }

    static Duration requireLifetime(PresigningBlobStore store, Duration lifetime) {
        Objects.requireNonNull(lifetime, "lifetime");
        Duration longest = store.maxSignatureLifetime();
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(longest) > 0) {
            throw new IllegalArgumentException("a lifetime is a second to " + longest + ", not " + lifetime);
        }
        return lifetime;
    }
}
