package dev.unpin.session;

import dev.unpin.seal.SealKeys;
import dev.unpin.seal.ValueSealer;
import java.util.regex.Pattern;

/**
 * How the values of sessions are encrypted before they go to the store: AES-256-GCM, each value bound to a namespace,
 * its session's id and its key's name. Names, owners, sizes and times stay readable. Immutable and thread-safe.
 *
 * <p>A value that cannot be decrypted is never taken for anything else, nor for absent:
 * {@link SessionDecryptionException}, whatever {@link SessionsBuilder#unreadable} says. Sizes are limited as they are
 * stored, which adds 29 bytes and the key's id to every value.
 *
 * <p>Keys are replaced as told in {@link SealKeys}; a value is sealed with the new key when it is next written, and the
 * old key can go once the absolute timeout has passed. There is no bound on the number of sessions for one key.
 */
public final class SessionEncryption {
    /** What becomes of values that are not encrypted. */
    enum PlainValues {
        REFUSED,
        READ,
        WRITTEN
    }

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final String namespace;
    private final ValueSealer sealer;
    private final PlainValues plainValues;

    private SessionEncryption(String namespace, ValueSealer sealer, PlainValues plainValues) {
        this.namespace = namespace;
        this.sealer = sealer;
        this.plainValues = plainValues;
    }

    /**
     * Encrypts every value, and refuses values that are not encrypted.
     *
     * @param namespace whose sessions these are, the same in all instances and for as long as they live; values of
     *     another namespace are refused, even under the same keys. Not necessarily what the store calls its namespace:
     *     1 to 64 ASCII letters, digits, dots, hyphens and underscores, the first a letter or digit
     * @param keys the keys, the same in all instances
     * @return the encryption
     * @throws IllegalArgumentException if the namespace is not allowed
     */
    public static SessionEncryption create(String namespace, SealKeys keys) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException("a namespace is 1 to 64 letters, digits, dots, hyphens and underscores,"
                    + " the first a letter or digit, not: " + namespace);
        }
        return new SessionEncryption(
                namespace, ValueSealer.create(keys, "session values of " + namespace), PlainValues.REFUSED);
    }

    /**
     * Second step of turning encryption on while sessions live: encrypts every value, and still reads those that are
     * not encrypted, each of them told as {@link SessionEvent.PlainValueRead}. Unsafe, since whoever can write to the
     * store can put in any value; to be left again once the absolute timeout has passed.
     *
     * @return such an encryption
     */
    public SessionEncryption unsafeReadingPlain() {
        return new SessionEncryption(namespace, sealer, PlainValues.READ);
    }

    /**
     * First step of turning encryption on while sessions live: encrypts nothing yet and reads both, so that during the
     * deploy of the second step ({@link #unsafeReadingPlain}) its instances and these understand each other.
     *
     * @return such an encryption
     */
    public SessionEncryption unsafeWritingPlain() {
        return new SessionEncryption(namespace, sealer, PlainValues.WRITTEN);
    }

    ValueSealer sealer() {
        return sealer;
    }

    PlainValues plainValues() {
        return plainValues;
    }

    /** Shows the namespace, the keys' ids, and what becomes of plain values. */
    @Override
    public String toString() {
        return "SessionEncryption[" + sealer + ", plain values " + plainValues + "]";
    }
}
