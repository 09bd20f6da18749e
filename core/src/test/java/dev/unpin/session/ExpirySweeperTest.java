package dev.unpin.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a sweeper refuses before it has a thread. The rest needs a store, and is tested there. */
class ExpirySweeperTest {
    private final TestStore store = new TestStore();

    @Test
    void refusesSessionsWithoutExpiries() {
        Sessions sessions = Sessions.builder(store).build();

        assertThatThrownBy(() -> ExpirySweeper.start(sessions, Duration.ofSeconds(1), id -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expiries");
    }

    @Test
    void refusesToSweepWithoutAPause() {
        Sessions sessions =
                Sessions.builder(store).expiries(MemoryExpiryStore.create()).build();

        assertThatThrownBy(() -> ExpirySweeper.start(sessions, Duration.ZERO, id -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
