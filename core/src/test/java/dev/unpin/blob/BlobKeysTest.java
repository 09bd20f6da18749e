package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobKeysTest {
    @Test
    void theOrderIsThatOfUtf8Bytes() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            String a = text(random);
            String b = text(random);
            assertThat(Integer.signum(BlobKeys.ORDER.compare(a, b)))
                    .as("%s and %s", a, b)
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
        }
    }

    private static String text(Random random) {
        int[] alphabet = {'a', 'b', '/', 0xe9, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xff5e, 0xffff, 0x10000, 0x1f600, 0x10ffff
        };
        return random.ints(random.nextInt(6), 0, alphabet.length)
                .map(n -> alphabet[n])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
