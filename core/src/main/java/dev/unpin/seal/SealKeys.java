package dev.unpin.seal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret keys with which all instances of a service seal and open: one that seals, and older ones that still open.
 * Immutable.
 *
 * <p>To replace a key without refusing anybody, first deploy the new one as a further key that opens, then as the one
 * that seals with the old one as a further key, and drop the old one when everything sealed with it has expired. One
 * key makes safely up to 2<sup>32</sup> sealed texts; of stored values, as many for each scope.
 */
public final class SealKeys {
    private static final int KEY_BYTES = 32;
    private static final int MAX_ID_LENGTH = 32;

    private final String currentId;
    private final Map<String, SecretKey> keys;

    private SealKeys(String currentId, Map<String, SecretKey> keys) {
        this.currentId = currentId;
        this.keys = keys;
    }

    /**
     * Returns keys of which the only one seals and opens.
     *
     * @param id names the key in what it seals; 1 to 32 lower-case letters, digits and hyphens; no secret
     * @param key 32 random bytes, the same in all instances; copied
     * @return the keys
     * @throws IllegalArgumentException if id or key are not as said
     */
    public static SealKeys of(String id, byte[] key) {
        return new SealKeys(requireId(id), Map.of(id, secret(key)));
    }

    /**
     * Returns these keys and a further one that opens, and never seals.
     *
     * @param id names the key; not one that is here already
     * @param key 32 random bytes; copied
     * @return the keys
     * @throws IllegalArgumentException if id or key are not as said
     */
    public SealKeys alsoOpening(String id, byte[] key) {
        Map<String, SecretKey> more = new LinkedHashMap<>(keys);
        if (more.put(requireId(id), secret(key)) != null) {
            throw new IllegalArgumentException("there is a key of this id already: " + id);
        }
        return new SealKeys(currentId, Collections.unmodifiableMap(more));
    }

    String currentId() {
        return currentId;
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    private static String requireId(String id) {
        Objects.requireNonNull(id, "id");
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a key's id is 1 to " + MAX_ID_LENGTH + " lower-case letters, digits and hyphens, not: " + id);
        }
        return id;
    }

    static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_ID_LENGTH
                && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static SecretKey secret(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        return new SecretKeySpec(key, "AES");
    }

    /** Shows the ids. */
    @Override
    public String toString() {
        return "SealKeys" + keys.keySet();
    }
}
