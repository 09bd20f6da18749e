package dev.unpin.blob;

/**
 * Joins the CRC-32C of two pieces into that of both, without their bytes: appending n zero bits to a piece is a linear
 * map on its CRC, and squaring that map doubles n. The method is Mark Adler's of {@code crc32_combine} in zlib.
 */
final class Crc32cSum {
    /** The Castagnoli polynomial with its bits reversed, as the CRC itself is kept. */
    private static final long POLYNOMIAL = 0x82f63b78L;

    private Crc32cSum() {}

    /** The checksum of a first piece followed by a second one of so many bytes. */
    static long join(long first, long second, long secondLength) {
        long result = first;
        long[] zeros = doubled(doubled(doubled(oneZeroBit())));
        for (long left = secondLength; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = apply(zeros, result);
            }
            zeros = doubled(zeros);
        }
        return result ^ second;
    }

    private static long[] oneZeroBit() {
        long[] matrix = new long[32];
        matrix[0] = POLYNOMIAL;
        for (int i = 1; i < 32; i++) {
            matrix[i] = 1L << (i - 1);
        }
        return matrix;
    }

    private static long[] doubled(long[] matrix) {
        long[] square = new long[32];
        for (int i = 0; i < 32; i++) {
            square[i] = apply(matrix, matrix[i]);
        }
        return square;
    }

    private static long apply(long[] matrix, long vector) {
        long sum = 0;
        long bits = vector;
        for (int i = 0; bits != 0; bits >>= 1, i++) {
            if ((bits & 1) != 0) {
                sum ^= matrix[i];
            }
        }
        return sum;
    }
}
