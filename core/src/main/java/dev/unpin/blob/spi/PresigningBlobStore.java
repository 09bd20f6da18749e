package dev.unpin.blob.spi;

import dev.unpin.http.SignedRequest;
import java.time.Duration;

/**
 * A store that clients can reach by themselves, with requests that it has signed for them. Signing asks nothing of the
 * store.
 */
public interface PresigningBlobStore extends BlobStore {
    /**
     * Returns for how long a signature may be valid at most.
     *
     * @return a positive duration
     */
    Duration maxSignatureLifetime();

    /**
     * Signs a download.
     *
     * @param request which blob, and for how long
     * @return a {@code GET}
     */
    SignedRequest presignGet(PresignGetRequest request);

    /**
     * Signs an upload whose exact length and type are known.
     *
     * @param request what may be uploaded, and for how long
     * @return a {@code PUT} that the store refuses with another length or type
     */
    SignedRequest presignPut(PresignPutRequest request);

    /**
     * Signs an upload whose size lies within bounds. Not called without {@link BlobCapability#POST_POLICY}.
     *
     * @param request what may be uploaded, and for how long
     * @return a {@code POST} that the store refuses with another key or type, and outside of the bounds
     */
    SignedRequest presignPost(PresignPostRequest request);
}
