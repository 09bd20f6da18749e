package dev.unpin.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What tells one payload from another: a SHA-256 hash, stored with its algorithm and version. Immutable.
 *
 * <p>Take the raw bytes where clients repeat them exactly, as HTTP clients do. Where they do not (a generated time
 * stamp, another order of members), name the fields that make it the same request.
 */
public final class Fingerprint {
    private static final String RAW = "sha256-raw-1:";
    private static final String FIELDS = "sha256-fields-1:";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String text;

    private Fingerprint(String text) {
        this.text = text;
    }

    /**
     * Takes a payload as it is.
     *
     * @param payload the bytes of the request
     * @return its fingerprint
     */
    public static Fingerprint of(byte[] payload) {
        return new Fingerprint(RAW + BASE64.encodeToString(sha256().digest(payload)));
    }

    /**
     * Takes a payload as it is.
     *
     * @param payload any text, in UTF-8
     * @return its fingerprint
     */
    public static Fingerprint of(String payload) {
        return of(payload.getBytes(UTF_8));
    }

    /**
     * Takes what matters of a payload; the order does not.
     *
     * @param fields names and values
     * @return their fingerprint
     */
    public static Fingerprint ofFields(Map<String, String> fields) {
        MessageDigest digest = sha256();
        new TreeMap<>(fields).forEach((name, value) -> {
            update(digest, Objects.requireNonNull(name, "name"));
            update(digest, Objects.requireNonNull(value, name));
        });
        return new Fingerprint(FIELDS + BASE64.encodeToString(digest.digest()));
    }

    /** Hashes texts so that different lists never look alike. */
    static String hash(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            update(digest, text);
        }
        return BASE64.encodeToString(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    /** As it is stored. */
    String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint && fingerprint.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Shows the algorithm alone: a hash of little is a hint at it. */
    @Override
    public String toString() {
        return "Fingerprint[" + text.substring(0, text.indexOf(':')) + "]";
    }
}
