package dev.unpin.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.unpin.seal.SecretHash;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a session cookie holds: {@code v1.<id>.<secret>}, 128 and 256 random bits in unpadded base64url. The id is no
 * secret and appears in logs and keys; the secret is known to the client alone.
 */
final class SessionToken {
    private static final String PREFIX = "v1.";
    private static final int ID_BYTES = 16;
    private static final int ID_CHARS = 22;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_CHARS = 43;
    private static final int LENGTH = PREFIX.length() + ID_CHARS + 1 + SECRET_CHARS;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String id;
    private final byte[] secret;

    private SessionToken(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    static SessionToken create(RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new SessionToken(ENCODER.encodeToString(id), newSecret(random));
    }

    /** Reads what a client sent; empty unless it is exactly the text that {@link #text} would give for it. */
    static Optional<SessionToken> parse(String text) {
        int dot = PREFIX.length() + ID_CHARS;
        if (text.length() != LENGTH || !text.startsWith(PREFIX) || text.charAt(dot) != '.') {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), dot);
        try {
            byte[] idBytes = Base64.getUrlDecoder().decode(id);
            byte[] secret = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            SessionToken token = new SessionToken(ENCODER.encodeToString(idBytes), secret);
            // One session, one spelling: unused bits at the end of either part must be zero.
            return token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether this is an id as {@link #create} makes them. */
    static boolean isId(String text) {
        try {
            return text.length() == ID_CHARS
                    && ENCODER.encodeToString(Base64.getUrlDecoder().decode(text))
                            .equals(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The same session under a new secret. */
    SessionToken renew(RandomGenerator random) {
        return new SessionToken(id, newSecret(random));
    }

    String id() {
        return id;
    }

    SecretHash secretHash() {
        return SecretHash.ofSecret(secret);
    }

    /** A value that only who has the secret can know, and that does not tell it; another one for each purpose. */
    byte[] mac(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    String text() {
        return PREFIX + id + "." + ENCODER.encodeToString(secret);
    }

    private static byte[] newSecret(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionToken that && id.equals(that.id) && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "SessionToken[" + id + "]";
    }
}
