package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.unpin.LimitExceededException;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedStateTest {
    private static final byte[] OLD_KEY = key(1);
    private static final byte[] NEW_KEY = key(2);
    private static final SealKeys KEYS = SealKeys.of("old", OLD_KEY);
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SealedState<String> state = state(KEYS, "checkout");

    /** Refuses one value, as a codec does that meets what it does not understand. */
    private static final class Text implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            String text = new String(bytes, UTF_8);
            if (text.equals("of a later release")) {
                throw CodecException.unreadable("not understood", null);
            }
            return text;
        }
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    private SealedState<String> state(SealKeys keys, String purpose) {
        return SealedState.builder(keys, purpose, new Text())
                .lifetime(Duration.ofMinutes(5))
                .maxBytes(64)
                .clock(now::get)
                .build();
    }

    private static void assertInvalid(SealedState<String> state, String text) {
        assertThatThrownBy(() -> state.open(text)).isInstanceOfSatisfying(SealException.class, e -> {
            assertThat(e.code()).isEqualTo("seal-invalid");
            assertThat(e.httpStatus()).isEqualTo(400);
            assertThat(e.getCause()).isNull();
        });
    }

    @Test
    void anyInstanceOpensWhatAnotherSealed() {
        String text = state.seal("step 2");

        assertThat(state(SealKeys.of("old", OLD_KEY.clone()), "checkout").open(text))
                .isEqualTo("step 2");
        assertThat(text).matches("[A-Za-z0-9._-]+").doesNotContain("step");
        assertThat(state.open(state.seal(""))).isEmpty();
    }

    @Test
    void stateOfAnotherPurposeIsRefused() {
        assertInvalid(state(KEYS, "cursor"), state.seal("step 2"));
        assertInvalid(state, state(KEYS, "cursor").seal("step 2"));
        // Nor does any feature's own seal pass, whatever its purpose is called.
        Sealer feature = Sealer.create(KEYS, "checkout", now::get);
        assertInvalid(state, feature.seal("step 2".getBytes(UTF_8), START.plusSeconds(600)));
    }

    @Test
    void stateBoundToAHolderIsWorthlessToOthers() {
        SealedState<String> ofAlice = state.boundTo("alice");
        String text = ofAlice.seal("step 2");

        assertThat(state.boundTo("alice").open(text)).isEqualTo("step 2");
        assertInvalid(state.boundTo("bob"), text);
        assertInvalid(state.boundTo("alice").boundTo("alice"), text);
        assertInvalid(state, text);
        assertInvalid(ofAlice, state.seal("step 2"));
    }

    @Test
    void stateExpiresToTheMillisecond() {
        String text = state.seal("step 2");

        now.set(START.plus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(state.open(text)).isEqualTo("step 2");
        now.set(START.plus(Duration.ofMinutes(5)));
        SealException refusal = catchThrowableOfType(SealException.class, () -> state.open(text));
        assertThat(refusal.isExpired()).isTrue();
    }

    @Test
    void keysRotateWithoutRefusingAnybody() {
        SealedState<String> first = state(KEYS, "checkout");
        SealedState<String> second = state(KEYS.alsoOpening("new", NEW_KEY), "checkout");
        SealedState<String> third = state(SealKeys.of("new", NEW_KEY).alsoOpening("old", OLD_KEY), "checkout");
        SealedState<String> last = state(SealKeys.of("new", NEW_KEY), "checkout");

        assertThat(second.open(first.seal("a"))).isEqualTo("a");
        assertThat(first.open(second.seal("b"))).isEqualTo("b");
        assertThat(second.open(third.seal("c"))).isEqualTo("c");
        assertThat(third.open(second.seal("d"))).isEqualTo("d");
        assertThat(last.open(third.seal("e"))).isEqualTo("e");
        assertInvalid(last, first.seal("f"));
        // A key of another's name does not open either.
        assertInvalid(state(SealKeys.of("old", NEW_KEY), "checkout"), first.seal("g"));
    }

    @Test
    void tooLargeStateIsNotSealed() {
        String most = "x".repeat(64);
        assertThat(state.open(state.seal(most))).isEqualTo(most);

        LimitExceededException refusal =
                catchThrowableOfType(LimitExceededException.class, () -> state.seal(most + "x"));

        assertThat(refusal.limit()).isEqualTo("maxBytes");
        assertThat(refusal.allowed()).isEqualTo(64);
        assertThat(refusal).hasMessageNotContaining("xx");
    }

    @Test
    void stateThatTheCodecDoesNotUnderstandIsNoForgery() {
        String text = state.seal("of a later release");

        assertThat(catchThrowableOfType(CodecException.class, () -> state.open(text))
                        .code())
                .isEqualTo("value-unreadable");
    }

    @Test
    void noChangedCharacterAndNoSecondSpellingIsAccepted() {
        String text = state.seal("step 2");
        for (int i = 0; i < text.length(); i++) {
            for (char other : new char[] {'A', 'B', '-', '_', '.', '=', ' ', '\n', '\u0410'}) {
                if (other != text.charAt(i)) {
                    StringBuilder changed = new StringBuilder(text);
                    changed.setCharAt(i, other);
                    assertInvalid(state, changed.toString());
                }
            }
            assertInvalid(state, text.substring(0, i));
        }
    }

    static Stream<String> notSealed() {
        return Stream.of(
                "",
                ".",
                "..",
                "...",
                "v1",
                "v1.",
                "v1.old",
                "v1.old.",
                "v1..",
                "v2.old.AAAA",
                "V1.old.AAAA",
                "v1.old.AA=",
                "null");
    }

    @ParameterizedTest
    @MethodSource("notSealed")
    void whatWasNeverSealedIsRefused(String text) {
        assertInvalid(state, text);
        assertInvalid(state, state.seal("step 2") + text + ".");
    }

    @Test
    void aHugeTextCostsWhatASmallOneCosts() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        char[] huge = new char[12 << 20];
        Arrays.fill(huge, 'A');
        String text = "v1.old." + new String(huge);
        assertInvalid(state, text);

        long before = threads.getCurrentThreadAllocatedBytes();
        assertInvalid(state, text);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024);
    }

    @Test
    void nothingPersonalIsShown() {
        assertThat(state.boundTo("alice")).hasToString("SealedState[checkout]");
    }

    @Test
    void settingsAreChecked() {
        SealedState.Builder<String> builder = SealedState.builder(KEYS, "checkout", new Text());

        assertThatIllegalArgumentException().isThrownBy(() -> builder.lifetime(Duration.ofMillis(999)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.lifetime(Duration.ofDays(367)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBytes(Sealer.MAX_BYTES + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SealedState.builder(KEYS, "", new Text()));
        assertThatIllegalArgumentException().isThrownBy(() -> SealedState.builder(KEYS, "a\0b", new Text()));
    }

    @Test
    void whatIsSetOnABuilderLaterChangesNothing() {
        SealedState.Builder<String> builder =
                SealedState.builder(KEYS, "checkout", new Text()).maxBytes(4);
        SealedState<String> built = builder.build();
        builder.maxBytes(1);

        assertThat(built.open(built.seal("four"))).isEqualTo("four");
    }
}
