package dev.unpin.session;

import dev.unpin.codec.CodecException;
import dev.unpin.seal.SealException;
import dev.unpin.session.SessionDecryptionException.Reason;
import dev.unpin.session.SessionEncryption.PlainValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first byte of every stored value says how the rest is to be read, so that releases can live side by side. With
 * encryption, what is read must also be allowed: a byte in the store never decides that a value need not be genuine.
 */
final class ValueFormat {
    private static final byte PLAIN = 1;
    private static final byte SEALED = 2;

    private final @Nullable SessionEncryption encryption;

    ValueFormat(@Nullable SessionEncryption encryption) {
        this.encryption = encryption;
    }

    byte[] wrap(String session, String key, byte[] encoded) {
        return encryption == null || encryption.plainValues() == PlainValues.WRITTEN
                ? withFormat(PLAIN, encoded)
                : withFormat(SEALED, encryption.sealer().seal(session, key, encoded));
    }

    byte[] unwrap(String session, String key, byte[] stored) {
        if (encryption != null && !isPlain(stored)) {
            return open(encryption, session, key, stored);
        }
        if (encryption != null && encryption.plainValues() == PlainValues.REFUSED) {
            throw new SessionDecryptionException(key, Reason.PLAIN, null);
        }
        if (encryption == null && startsWith(SEALED, stored)) {
            throw new SessionDecryptionException(key, Reason.NO_KEYS, null);
        }
        if (!isPlain(stored)) {
            throw CodecException.unreadable(
                    "the stored value has a format that this release does not know; a later one wrote it", null);
        }
        return content(stored);
    }

    /** Whether a value is there already and need not be written, not even for the sake of its encryption. */
    boolean holds(String session, String key, byte[] stored, byte[] encoded) {
        if (!isAsGood(stored)) {
            return false;
        }
        try {
            return Arrays.equals(unwrap(session, key, stored), encoded);
        } catch (CodecException | SessionDecryptionException unreadable) {
            return false;
        }
    }

    /** Whether a value that can be read is to be sealed when it is next written. */
    boolean isYetPlain(byte[] stored) {
        return encryption != null && encryption.plainValues() == PlainValues.READ && isPlain(stored);
    }

    private boolean isAsGood(byte[] stored) {
        return encryption == null
                || encryption.plainValues() == PlainValues.WRITTEN
                || (startsWith(SEALED, stored) && encryption.sealer().namesCurrentKey(content(stored)));
    }

    private static byte[] open(SessionEncryption encryption, String session, String key, byte[] stored) {
        if (!startsWith(SEALED, stored)) {
            throw new SessionDecryptionException(key, Reason.NOT_GENUINE, null);
        }
        try {
            return encryption.sealer().open(session, key, content(stored));
        } catch (SealException e) {
            throw new SessionDecryptionException(key, e.isKeyUnknown() ? Reason.KEY_UNKNOWN : Reason.NOT_GENUINE, e);
        }
    }

    private static boolean isPlain(byte[] stored) {
        return startsWith(PLAIN, stored);
    }

    private static boolean startsWith(byte format, byte[] stored) {
        return stored.length > 0 && stored[0] == format;
    }

    private static byte[] content(byte[] stored) {
        return Arrays.copyOfRange(stored, 1, stored.length);
    }

    private static byte[] withFormat(byte format, byte[] content) {
        byte[] stored = new byte[content.length + 1];
        stored[0] = format;
        System.arraycopy(content, 0, stored, 1, content.length);
        return stored;
    }
}
