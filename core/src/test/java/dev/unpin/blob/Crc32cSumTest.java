package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cSumTest {
    private static long crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    @Test
    void theChecksumOfTwoPiecesIsThatOfBothTogether() {
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 2, 7, 8, 9, 1000, 65_536, 1_000_003}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            for (int cut : new int[] {0, size / 3, size / 2, size}) {
                long joined = Crc32cSum.join(crc(bytes, 0, cut), crc(bytes, cut, size), size - cut);
                assertThat(joined).as("%d of %d", cut, size).isEqualTo(crc(bytes, 0, size));
            }
        }
    }
}
