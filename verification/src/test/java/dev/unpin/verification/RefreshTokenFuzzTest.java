package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.refresh.MemoryRefreshTokenStore;
import dev.unpin.token.refresh.RefreshTokens;
import dev.unpin.token.refresh.Rotation;

/** Whatever is shown for a refresh token is one, or signs nobody in and nobody out. */
class RefreshTokenFuzzTest {
    private static final RefreshTokens TOKENS = RefreshTokens.builder(
                    MemoryRefreshTokenStore.create(), SealKeys.of("k", new byte[32]))
            .build();
    private static final String GOOD = TOKENS.open("user-42", "web").token();

    @FuzzTest
    void anyTextIsForged(byte[] input) {
        refuse(new String(input, ISO_8859_1));
    }

    /** The first byte says where, the second how much of the good token is replaced by the rest. */
    @FuzzTest
    void aTokenOfWhichAnythingIsChangedIsForged(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int from = (input[0] & 0xff) % (GOOD.length() + 1);
        int to = Math.min(GOOD.length(), from + (input[1] & 0xff));
        String changed =
                GOOD.substring(0, from) + new String(input, 2, input.length - 2, ISO_8859_1) + GOOD.substring(to);
        if (changed.equals(GOOD)) {
            // A search takes longer than the grace: then it is reused, and genuine all the same.
            assertThat(TOKENS.tryRotate(changed).status()).isNotEqualTo(Rotation.Status.FORGED);
        } else {
            refuse(changed);
        }
    }

    private static void refuse(String text) {
        assertThat(TOKENS.tryRotate(text).status()).isEqualTo(Rotation.Status.FORGED);
        assertThat(TOKENS.revoke(text).families()).isEmpty();
        // Of somebody else: a search reads the very id of the family out of the comparisons.
        assertThat(TOKENS.revokeFamily("user-43", text).families()).isEmpty();
    }
}
