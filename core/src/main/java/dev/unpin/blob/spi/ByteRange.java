package dev.unpin.blob.spi;

import java.util.Optional;

/**
 * Which bytes of a blob to read (RFC 9110, section 14.1.2). Immutable.
 *
 * @param first the position of the first byte, from 0; or, if negative, how many bytes before the end to begin
 * @param last the position of the last byte, included; {@link Long#MAX_VALUE} for all that follow
 */
public record ByteRange(long first, long last) {
    /**
     * Checks the positions.
     *
     * @param first zero or more, or negative to count from the end
     * @param last at least {@code first}; {@link Long#MAX_VALUE} if that is negative
     * @throws IllegalArgumentException if {@code last} is too small
     */
    public ByteRange {
        if (first < 0 ? last != Long.MAX_VALUE || first == Long.MIN_VALUE : last < first) {
            throw new IllegalArgumentException("no range of bytes: " + first + " to " + last);
        }
    }

    /**
     * Everything from a position on.
     *
     * @param first the position of the first byte, from 0
     * @return the range
     */
    public static ByteRange from(long first) {
        return new ByteRange(first, Long.MAX_VALUE);
    }

    /**
     * The end of a blob.
     *
     * @param length how many bytes, at least 1; a shorter blob is read whole
     * @return the range
     */
    public static ByteRange suffix(long length) {
        return new ByteRange(Math.negateExact(length), Long.MAX_VALUE);
    }

    /**
     * Cuts the range to a blob's size.
     *
     * @param size the size of the blob in bytes
     * @return the range with both positions inside of the blob, or empty if it holds none of the blob's bytes
     */
    public Optional<ByteRange> within(long size) {
        long start = first < 0 ? Math.max(0, size + first) : first;
        return start >= size ? Optional.empty() : Optional.of(new ByteRange(start, Math.min(last, size - 1)));
    }

    /**
     * Returns how many bytes a range {@linkplain #within cut to a blob} has.
     *
     * @return at least 1
     */
    public long length() {
        return last - first + 1;
    }

    /**
     * Writes the value of a {@code Range} header.
     *
     * @return for instance {@code bytes=0-499}, {@code bytes=500-} or {@code bytes=-500}
     */
    public String header() {
        if (first < 0) {
            return "bytes=" + first;
        }
        return "bytes=" + first + "-" + (last == Long.MAX_VALUE ? "" : last);
    }
}
