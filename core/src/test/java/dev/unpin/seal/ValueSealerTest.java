package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueSealerTest {
    private static final byte[] OLD_KEY = key(1);
    private static final byte[] NEW_KEY = key(2);
    private static final byte[] VALUE = "value".getBytes(UTF_8);

    private final ValueSealer sealer = ValueSealer.create(SealKeys.of("k1", NEW_KEY), "test");

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    @Test
    void whatIsSealedIsOpenedByEveryInstance() {
        byte[] sealed = sealer.seal("s", "n", VALUE);

        assertThat(ValueSealer.create(SealKeys.of("k1", NEW_KEY.clone()), "test")
                        .open("s", "n", sealed))
                .isEqualTo(VALUE);
        assertThat(sealed).hasSize(1 + 2 + 12 + VALUE.length + 16);
        assertThat(new String(sealed, UTF_8)).doesNotContain("value");
        assertThat(sealer.open("s", "n", sealer.seal("s", "n", new byte[0]))).isEmpty();
        ValueSealer longest = ValueSealer.create(SealKeys.of("x".repeat(32), NEW_KEY), "test");
        assertThat(longest.seal("s", "n", new byte[0])).hasSize(ValueSealer.MAX_OVERHEAD);
    }

    @Test
    void noTwoSealsAreTheSame() {
        Set<ByteBuffer> nonces = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            nonces.add(ByteBuffer.wrap(sealer.seal("s", "n", VALUE), 3, 12));
        }
        assertThat(nonces).hasSize(2000);
    }

    @Test
    void anyChangeOfAnyBitIsSeen() {
        byte[] sealed = sealer.seal("s", "n", VALUE);
        for (int i = 0; i < sealed.length * 8; i++) {
            byte[] changed = sealed.clone();
            changed[i / 8] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> sealer.open("s", "n", changed)).isInstanceOf(SealException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> sealer.open("s", "n", cut)).isInstanceOf(SealException.class);
        }
        byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
        assertThatThrownBy(() -> sealer.open("s", "n", longer)).isInstanceOf(SealException.class);
    }

    @Test
    void aValueIsGoodForItsPlaceOnly() {
        byte[] sealed = sealer.seal("ab", "c", VALUE);

        assertInvalid(sealer, "ab", "d", sealed);
        assertInvalid(sealer, "ac", "c", sealed);
        assertInvalid(sealer, "a", "bc", sealed);
        assertInvalid(sealer, "abc", "", sealed);
        assertInvalid(ValueSealer.create(SealKeys.of("k1", NEW_KEY), "other"), "ab", "c", sealed);
        assertInvalid(ValueSealer.create(SealKeys.of("k1", OLD_KEY), "test"), "ab", "c", sealed);
    }

    @Test
    void anUnknownKeyIsToldFromAForgery() {
        ValueSealer old = ValueSealer.create(SealKeys.of("k0", OLD_KEY), "test");
        byte[] sealed = old.seal("s", "n", VALUE);

        assertThatThrownBy(() -> sealer.open("s", "n", sealed))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.isKeyUnknown()).isTrue())
                .hasMessageContaining("k0");
        ValueSealer both = ValueSealer.create(SealKeys.of("k1", NEW_KEY).alsoOpening("k0", OLD_KEY), "test");
        assertThat(both.open("s", "n", sealed)).isEqualTo(VALUE);
        assertThat(both.namesCurrentKey(sealed)).isFalse();
        assertThat(both.namesCurrentKey(both.seal("s", "n", VALUE))).isTrue();
        assertThat(both.namesCurrentKey(new byte[0])).isFalse();
        assertThat(both).hasToString("ValueSealer[test, SealKeys[k1, k0]]");
    }

    private static void assertInvalid(ValueSealer sealer, String scope, String name, byte[] sealed) {
        assertThatThrownBy(() -> sealer.open(scope, name, sealed))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.isKeyUnknown()).isFalse());
    }
}
