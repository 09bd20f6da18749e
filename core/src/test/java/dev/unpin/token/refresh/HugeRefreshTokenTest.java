package dev.unpin.token.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.unpin.seal.SealKeys;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no refresh token by its size costs what a short one costs. */
class HugeRefreshTokenTest {
    private static final int MEGABYTES = 12 << 20;
    private static final long ALLOWED_BYTES = 64 * 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RefreshTokens tokens = RefreshTokens.builder(
                    MemoryRefreshTokenStore.create(), SealKeys.of("k", new byte[32]))
            .listener(event -> {})
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"A", ".", "r1.", " ", "="})
    void aHugeTextIsForgedByItsSizeAlone(String part) {
        String good = tokens.open("user-42", "web").token();
        String huge = good + part.repeat(MEGABYTES / part.length());
        refuse(huge);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        refuse(huge);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(ALLOWED_BYTES);
        assertThat(tokens.tryRotate(good).isGranted()).isTrue();
    }

    private void refuse(String text) {
        assertThat(tokens.tryRotate(text).status()).isEqualTo(Rotation.Status.FORGED);
        assertThat(tokens.revoke(text).families()).isEmpty();
        assertThat(tokens.revokeFamily("user-42", text).families()).isEmpty();
    }
}
