package dev.unpin.blob;

import dev.unpin.http.SignedRequest;
import java.time.Instant;
import java.util.Objects;

/**
 * Lets a client upload one blob by itself. Immutable. Give it to the client whose upload it is, and to nobody else.
 *
 * @param request what the client has to send, with the bytes as its body or, for a {@code POST}, as the form's last
 *     field {@code file}
 * @param receipt what the client gives back when it has uploaded, for {@link Uploads#accept}; sealed, of letters,
 *     digits, {@code .}, {@code -} and {@code _}
 * @param expiresAt until when the request may be sent
 */
public record UploadTicket(SignedRequest request, String receipt, Instant expiresAt) {
    /**
     * Joins the parts.
     *
     * @param request what the client has to send
     * @param receipt what the client gives back
     * @param expiresAt until when the request may be sent
     */
    public UploadTicket {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(receipt, "receipt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Shows neither the receipt nor the signature. */
    @Override
    public String toString() {
        return "UploadTicket[" + request + ", expires " + expiresAt + "]";
    }
}
