package dev.unpin.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.OverflowStore;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;

/**
 * How results lie in the store: a byte for the format, then the result itself; or length, SHA-256 and name of what lies
 * in the overflow; or nothing, if it was too large to keep.
 */
final class Results<T> {
    private static final byte HERE = 1;
    private static final byte ELSEWHERE = 2;
    private static final byte NOWHERE = 3;
    private static final int HASH_BYTES = 32;

    private final IdempotencySettings settings;
    private final Codec<T> codec;
    private final Duration retention;

    Results(IdempotencySettings settings, Codec<T> codec, Duration retention) {
        this.settings = settings;
        this.codec = codec;
        this.retention = retention;
    }

    /** Makes of a result what is to be stored; puts it elsewhere first if it is too large. */
    byte[] write(T result, Claim claim) {
        byte[] bytes = codec.encode(result);
        if (bytes.length <= settings.maxStoredBytes()) {
            return ByteBuffer.allocate(1 + bytes.length).put(HERE).put(bytes).array();
        }
        OverflowStore overflow = settings.overflow();
        if (overflow == null || bytes.length > settings.maxResultBytes()) {
            return new byte[] {NOWHERE};
        }
        String name = claim.id() + "/" + claim.fence();
        overflow.put(name, bytes, retention);
        byte[] nameBytes = name.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + HASH_BYTES + nameBytes.length)
                .put(ELSEWHERE)
                .putInt(bytes.length)
                .put(Fingerprint.sha256().digest(bytes))
                .put(nameBytes)
                .array();
    }

    /** Reads what is stored. */
    T read(byte[] stored) {
        return switch (stored.length == 0 ? 0 : stored[0]) {
            case HERE -> codec.decode(Arrays.copyOfRange(stored, 1, stored.length));
            case ELSEWHERE -> codec.decode(fetch(ByteBuffer.wrap(stored, 1, stored.length - 1)));
            case NOWHERE -> throw notKept("it was larger than what is kept; see maxStoredBytes(…) and overflow(…)");
            default ->
                throw CodecException.unreadable(
                        "the stored result has a format that this release does not know; a later one wrote it", null);
        };
    }

    private byte[] fetch(ByteBuffer place) {
        if (place.remaining() <= Integer.BYTES + HASH_BYTES) {
            throw CodecException.unreadable("the stored place of a result is damaged", null);
        }
        int length = place.getInt();
        byte[] hash = new byte[HASH_BYTES];
        place.get(hash);
        String name = UTF_8.decode(place).toString();
        OverflowStore overflow = settings.overflow();
        if (overflow == null) {
            throw notKept("it lies in an overflow that this instance does not have; see overflow(…)");
        }
        byte[] bytes = overflow.find(name, length).orElseThrow(() -> notKept("it is gone from the overflow"));
        if (bytes.length != length
                || !MessageDigest.isEqual(Fingerprint.sha256().digest(bytes), hash)) {
            throw CodecException.unreadable("a result in the overflow is not the one that was put there", null);
        }
        return bytes;
    }

    private static IdempotencyException notKept(String why) {
        return IdempotencyException.of(
                IdempotencyRefusal.RESULT_NOT_KEPT,
                "this request was processed, and its answer cannot be repeated: " + why);
    }
}
