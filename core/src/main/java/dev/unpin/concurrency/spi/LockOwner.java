package dev.unpin.concurrency.spi;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who has a lock: one acquisition, never a thread or a process. Immutable. */
public final class LockOwner {
    /** The number of bytes of an owner. */
    public static final int LENGTH = 16;

    private final String hex;

    private LockOwner(String hex) {
        this.hex = hex;
    }

    /**
     * Makes an owner for one acquisition.
     *
     * @param random where its 128 bits come from
     * @return an owner like no other
     */
    public static LockOwner create(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new LockOwner(HexFormat.of().formatHex(bytes));
    }

    /**
     * Returns the owner as it is stored.
     *
     * @return 16 bytes
     */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockOwner that && hex.equals(that.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** Shows nothing: whoever knows an owner can release its lock. */
    @Override
    public String toString() {
        return "LockOwner";
    }
}
