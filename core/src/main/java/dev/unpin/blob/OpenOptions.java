package dev.unpin.blob;

import dev.unpin.Version;
import dev.unpin.blob.spi.ByteRange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to read of a blob. Handed to the function that fills it in, and valid until that returns; not thread-safe. */
public final class OpenOptions {
    private @Nullable ByteRange range;
    private @Nullable Version version;

    OpenOptions() {}

    /**
     * Reads only some bytes; where the blob ends earlier, fewer.
     *
     * @param first the position of the first byte, from 0
     * @param length how many bytes, at least 1
     * @return this
     * @throws IllegalArgumentException if a number is too small, or both together too large
     */
    public OpenOptions range(long first, long length) {
        if (first < 0 || length < 1 || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "a range has a position from 0 on and at least 1 byte, not " + first + " and " + length);
        }
        range = new ByteRange(first, first + length - 1);
        return this;
    }

    /**
     * Reads from a position to the end.
     *
     * @param first the position of the first byte, from 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public OpenOptions from(long first) {
        if (first < 0) {
            throw new IllegalArgumentException("a position is not negative: " + first);
        }
        range = ByteRange.from(first);
        return this;
    }

    /**
     * Reads the last bytes; a shorter blob whole.
     *
     * @param length how many bytes, at least 1
     * @return this
     * @throws IllegalArgumentException if it is smaller
     */
    public OpenOptions last(long length) {
        if (length < 1) {
            throw new IllegalArgumentException("at least 1 byte is read, not " + length);
        }
        range = ByteRange.suffix(length);
        return this;
    }

    /**
     * Reads only at this version: pieces that are read one by one are then pieces of the same blob.
     *
     * @param newVersion the version
     * @return this
     */
    public OpenOptions ifVersion(Version newVersion) {
        version = Objects.requireNonNull(newVersion, "version");
        return this;
    }

    @Nullable
    ByteRange range() {
        return range;
    }

    @Nullable
    Version version() {
        return version;
    }
}
