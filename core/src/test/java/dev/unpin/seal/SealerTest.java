package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealerTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final byte[] OLD_KEY = key(1);
    private static final byte[] NEW_KEY = key(2);
    private static final SealKeys KEYS = SealKeys.of("2030-01", NEW_KEY);

    private final Sealer sealer = sealer(KEYS, "test", NOW);

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static Sealer sealer(SealKeys keys, String purpose, Instant now) {
        return Sealer.create(keys, purpose, InstantSource.fixed(now));
    }

    private static void assertInvalid(Sealer sealer, String text) {
        assertThatThrownBy(() -> sealer.open(text)).as(text).isInstanceOfSatisfying(SealException.class, e -> {
            assertThat(e.isExpired()).isFalse();
            assertThat(e.httpStatus()).isEqualTo(400);
        });
    }

    @Test
    void whatIsSealedIsOpenedByEveryInstance() {
        byte[] bytes = "state".getBytes(UTF_8);

        String text = sealer.seal(bytes, LATER);

        assertThat(sealer(SealKeys.of("2030-01", NEW_KEY.clone()), "test", NOW).open(text))
                .isEqualTo(bytes);
        assertThat(text).matches("v1\\.2030-01\\.[A-Za-z0-9_-]+").doesNotContain("state");
        assertThat(sealer.open(sealer.seal(new byte[0], LATER))).isEmpty();
        assertThat(sealer.open(sealer.seal(new byte[Sealer.MAX_BYTES], LATER))).hasSize(Sealer.MAX_BYTES);
        assertThatThrownBy(() -> sealer.seal(new byte[Sealer.MAX_BYTES + 1], LATER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTwoSealsAreTheSame() {
        Set<String> seals = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seals.add(sealer.seal(new byte[0], LATER));
        }
        assertThat(seals).hasSize(1000);
    }

    @Test
    void anyChangeOfAnyCharacterIsSeen() {
        String text = sealer.seal("state".getBytes(UTF_8), LATER);
        for (int i = 0; i < text.length(); i++) {
            for (char c : "Aa0-_.=+/ \n\u0000é".toCharArray()) {
                if (text.charAt(i) != c) {
                    assertInvalid(sealer, text.substring(0, i) + c + text.substring(i + 1));
                }
            }
            assertInvalid(sealer, text.substring(0, i));
        }
        assertInvalid(sealer, text + "A");
        assertInvalid(sealer, text + "=");
        assertInvalid(sealer, " " + text);
    }

    @Test
    void aSealIsGoodForItsPurposeAndItsTimeOnly() {
        String text = sealer.seal(new byte[] {1}, LATER);

        assertInvalid(sealer(KEYS, "other", NOW), text);
        assertThat(sealer(KEYS, "test", LATER.minusMillis(1)).open(text)).hasSize(1);
        assertThatThrownBy(() -> sealer(KEYS, "test", LATER).open(text))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.isExpired()).isTrue());
    }

    @Test
    void keysAreReplacedWithoutRefusingAnybody() {
        SealKeys before = SealKeys.of("old", OLD_KEY);
        SealKeys during = SealKeys.of("new", NEW_KEY).alsoOpening("old", OLD_KEY);
        SealKeys after = SealKeys.of("new", NEW_KEY);
        String sealedBefore = sealer(before, "test", NOW).seal(new byte[] {1}, LATER);

        assertThat(sealer(during, "test", NOW).open(sealedBefore)).hasSize(1);
        String sealedDuring = sealer(during, "test", NOW).seal(new byte[] {2}, LATER);
        assertThat(sealedDuring).startsWith("v1.new.");
        assertThat(sealer(after, "test", NOW).open(sealedDuring)).hasSize(1);
        assertInvalid(sealer(after, "test", NOW), sealedBefore);
        assertInvalid(sealer(SealKeys.of("old", NEW_KEY), "test", NOW), sealedBefore);
        assertInvalid(sealer(during, "test", NOW), sealedBefore.replace("v1.old.", "v1.new."));
    }

    @Test
    void randomTextIsRefusedAndNothingElse() {
        Random random = new Random(5);
        String alphabet = "v1.-_ABCabc0189=%\u00e9\u0000 2030-01";
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "v1.2030-01." : "");
            for (int n = random.nextInt(80); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertInvalid(sealer, text.toString());
        }
        assertInvalid(sealer, "v1.2030-01." + "A".repeat(100_000));
    }

    @Test
    void keysAndTheirIdsAreChecked() {
        assertThatThrownBy(() -> SealKeys.of("id", new byte[16])).isInstanceOf(IllegalArgumentException.class);
        for (String id : new String[] {"", "Capital", "a.b", "a b", "x".repeat(33)}) {
            assertThatThrownBy(() -> SealKeys.of(id, NEW_KEY)).as(id).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> KEYS.alsoOpening("2030-01", OLD_KEY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingShowsAKey() {
        assertThat(KEYS.alsoOpening("old", OLD_KEY)).hasToString("SealKeys[2030-01, old]");
        assertThat(sealer).hasToString("Sealer[test, SealKeys[2030-01]]");
    }
}
