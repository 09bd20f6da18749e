package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.codec.Codec;
import dev.unpin.seal.SealException;
import dev.unpin.seal.SealKeys;
import dev.unpin.seal.SealedState;
import java.nio.ByteBuffer;

/** What a stranger may bring back as sealed state. */
class SealFuzzTest {
    private static final SealedState<byte[]> STATE = SealedState.builder(
                    SealKeys.of("k", new byte[32]), "fuzz", new Bytes())
            .build();
    private static final byte[] CONTENT = {1, 2, 3};

    private static final class Bytes implements Codec<byte[]> {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    }

    @FuzzTest
    void anyTextIsRefusedOrWasSealed(byte[] input) {
        String text = new String(input, ISO_8859_1);
        try {
            // The key is all zeros, so a search might find a genuine one; then it is spelled as it would be sealed.
            STATE.open(text);
            assertThat(text).matches("v1\\.k\\.[A-Za-z0-9_-]+");
        } catch (SealException refused) {
            assertThat(refused.getCause()).isNull();
        }
    }

    /** Two bytes say where, the rest what is put there. */
    @FuzzTest
    void nothingButTheSealedTextOpens(byte[] input) {
        if (input.length < 3) {
            return;
        }
        String sealed = STATE.seal(CONTENT);
        int from = Math.floorMod(ByteBuffer.wrap(input).getShort(), sealed.length());
        int to = Math.min(sealed.length(), from + Byte.toUnsignedInt(input[2]));
        String changed =
                sealed.substring(0, from) + new String(input, 3, input.length - 3, ISO_8859_1) + sealed.substring(to);
        try {
            assertThat(STATE.open(changed)).isEqualTo(CONTENT);
            assertThat(changed).isEqualTo(sealed);
        } catch (SealException refused) {
            assertThat(changed).isNotEqualTo(sealed);
        }
    }
}
