package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals values that a store keeps, so that whoever reads or writes the store can neither read nor change them, nor put
 * one in the place of another. Thread-safe. Features of Unpin stand on it; applications use those.
 *
 * <p>A value is bound to its purpose, to a scope (for instance a session) and to its name in it. Each scope has a key
 * of its own, derived by HMAC-SHA-256 (as in HKDF-Expand, RFC 5869, section 2.3), so that the 2<sup>32</sup> random
 * nonces that one AES-GCM key may see (NIST SP 800-38D, section 8.3) are counted per scope and never run out by the
 * number of scopes. What cannot be seen is that a value was replaced by an older one of the same name and scope.
 *
 * <p>The bytes are the length of the key's id, the id, a 12-byte nonce, and what AES-256-GCM makes of the value: at
 * most {@value #MAX_OVERHEAD} bytes more than it.
 */
public final class ValueSealer {
    /** How much longer a value becomes at most, in bytes. */
    public static final int MAX_OVERHEAD = 1 + 32 + AesGcm.OVERHEAD;

    private static final String FORMAT = "unpin values v1";

    private final SealKeys keys;
    private final String purpose;
    private final byte[] head;
    private final SecureRandom random = new SecureRandom();

    private ValueSealer(SealKeys keys, String purpose) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.purpose = Objects.requireNonNull(purpose, "purpose");
        byte[] id = keys.currentId().getBytes(ISO_8859_1);
        this.head =
                ByteBuffer.allocate(1 + id.length).put((byte) id.length).put(id).array();
    }

    /**
     * Makes a sealer for one purpose.
     *
     * @param keys the keys of all instances
     * @param purpose what is sealed for another one is refused
     * @return a sealer
     */
    public static ValueSealer create(SealKeys keys, String purpose) {
        return new ValueSealer(keys, purpose);
    }

    /**
     * Seals a value.
     *
     * @param scope what the value belongs to
     * @param name its name in that
     * @param value the value
     * @return the sealed bytes, different at every call
     */
    public byte[] seal(String scope, String name, byte[] value) {
        String id = keys.currentId();
        SecretKey key = keys.find(id).orElseThrow();
        return AesGcm.seal(scopeKey(key, scope), random, context(id, scope, name), head, value);
    }

    /**
     * Opens a value.
     *
     * @param scope what the value belongs to
     * @param name its name in that
     * @param sealed what {@link #seal} returned in any instance for the same, or anything else
     * @return the value
     * @throws SealException if these are not such bytes; {@link SealException#isKeyUnknown} if they name a key that is
     *     not here
     */
    public byte[] open(String scope, String name, byte[] sealed) {
        int length = sealed.length == 0 ? 0 : sealed[0];
        if (length <= 0 || sealed.length < 1 + length) {
            throw SealException.invalid();
        }
        String id = new String(sealed, 1, length, ISO_8859_1);
        if (!SealKeys.isId(id)) {
            throw SealException.invalid();
        }
        SecretKey key = keys.find(id).orElseThrow(() -> SealException.keyUnknown(id));
        return AesGcm.open(scopeKey(key, scope), context(id, scope, name), sealed, 1 + length);
    }

    /**
     * Tells whether bytes name the key that seals now. Proves nothing: {@link #open} does.
     *
     * @param sealed what {@link #seal} returned
     * @return false if the value should be sealed anew when it is next written
     */
    public boolean namesCurrentKey(byte[] sealed) {
        return sealed.length >= head.length
                && ByteBuffer.wrap(sealed, 0, head.length).equals(ByteBuffer.wrap(head));
    }

    private SecretKey scopeKey(SecretKey key, String scope) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(joined(FORMAT, purpose, scope));
            return new SecretKeySpec(mac.doFinal(new byte[] {1}), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA-256", e);
        }
    }

    private byte[] context(String id, String scope, String name) {
        return joined(FORMAT, id, purpose, scope, name);
    }

    /** Each with its length before it, so that no two lists of texts give the same bytes. */
    private static byte[] joined(String... texts) {
        byte[][] all = Stream.of(texts).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
        int length =
                Stream.of(all).mapToInt(bytes -> Integer.BYTES + bytes.length).sum();
        ByteBuffer joined = ByteBuffer.allocate(length);
        Stream.of(all).forEach(bytes -> joined.putInt(bytes.length).put(bytes));
        return joined.array();
    }

    /** Shows the purpose and the keys' ids. */
    @Override
    public String toString() {
        return "ValueSealer[" + purpose + ", " + keys + "]";
    }
}
