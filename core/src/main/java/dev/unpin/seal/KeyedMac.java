package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates bytes that need not be hidden: HMAC-SHA256 under keys of its own, derived from {@link SealKeys} for one
 * purpose. The same bytes under the same key always have the same code. Immutable and thread-safe. Features of Unpin
 * stand on it; applications use those.
 */
public final class KeyedMac {
    /** The length of a code in bytes. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SealKeys keys;
    private final String purpose;

    private KeyedMac(SealKeys keys, String purpose) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.purpose = Objects.requireNonNull(purpose, "purpose");
    }

    /**
     * Makes codes for one purpose.
     *
     * @param keys the keys of all instances
     * @param purpose codes made for another one differ
     * @return what makes the codes
     */
    public static KeyedMac create(SealKeys keys, String purpose) {
        return new KeyedMac(keys, purpose);
    }

    /**
     * Returns which key makes new codes.
     *
     * @return the key's id; no secret
     */
    public String currentKeyId() {
        return keys.currentId();
    }

    /**
     * Makes the code of some bytes.
     *
     * @param keyId which key; any text
     * @param bytes what to authenticate
     * @return {@value #LENGTH} bytes, or empty if there is no such key
     */
    public Optional<byte[]> of(String keyId, byte[] bytes) {
        // One key does not serve two algorithms: the one that is given seals, the one derived from it makes codes.
        return keys.find(keyId)
                .map(key -> hmac(key, ("mac:" + purpose).getBytes(UTF_8)))
                .map(derived -> hmac(new SecretKeySpec(derived, ALGORITHM), bytes));
    }

    private static byte[] hmac(SecretKey key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
        }
    }

    /** Shows the purpose and the keys' ids. */
    @Override
    public String toString() {
        return "KeyedMac[" + purpose + ", " + keys + "]";
    }
}
