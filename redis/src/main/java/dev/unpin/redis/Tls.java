package dev.unpin.redis;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** The Java runtime's own trust and keys. */
final class Tls {
    private Tls() {}

    static SSLContext byDefault() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no TLS", e);
        }
    }
}
