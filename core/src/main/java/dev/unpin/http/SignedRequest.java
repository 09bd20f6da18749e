package dev.unpin.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A request that somebody without credentials may send until it expires, since it carries a signature. Immutable. Who
 * has it can send it: treat it as a secret.
 *
 * @param method for instance {@code GET}
 * @param uri where to send it, with the signature in its query
 * @param headers header fields that were signed, so that they have to be sent exactly like this
 * @param fields of a {@code POST}: the fields of the {@code multipart/form-data} body, in this order and before the
 *     field {@code file} with the content; empty for other methods
 */
public record SignedRequest(String method, URI uri, Map<String, String> headers, Map<String, String> fields) {
    /**
     * Copies both maps.
     *
     * @param method for instance {@code GET}
     * @param uri where to send it
     * @param headers header fields that have to be sent
     * @param fields fields of the form, in order; empty unless the method is {@code POST}
     */
    public SignedRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Shows method and host: the rest is a secret, or the name of somebody's blob. */
    @Override
    public String toString() {
        return "SignedRequest[" + method + " " + uri.getHost() + "]";
    }
}
