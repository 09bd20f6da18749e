package dev.unpin.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is particular to memory: it is bounded, and nothing is thrown out to make room. The rest is the contract's. */
class MemorySessionStoreTest {
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Duration.ofMinutes(30), Duration.ofHours(12));
    private static final SessionLimits LIMITS = new SessionLimits(1, 1);
    private static final SecretHash SECRET = SecretHash.ofSecret(new byte[32]);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final MemorySessionStore store = MemorySessionStore.create(now::get);

    @Test
    void atItsCapacityANewSessionIsRefusedAndTheOthersLive() {
        createUpTo(MemorySessionStore.MAX_SESSIONS);

        assertThatThrownBy(() -> create("one more")).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining("100000").hasMessageContaining("shared store");
        });

        assertThat(status("0")).isEqualTo(LoadReply.Status.FOUND);
        assertThat(status("99999")).isEqualTo(LoadReply.Status.FOUND);
        assertThat(status("one more")).isEqualTo(LoadReply.Status.UNKNOWN);
    }

    @Test
    void anEndedSessionMakesRoomOnceItsLateCreationCannotArriveAnyMore() {
        createUpTo(MemorySessionStore.MAX_SESSIONS);
        store.end("7", SECRET);
        elapse(Duration.ofMinutes(1));

        create("one more");

        assertThatThrownBy(() -> create("yet another")).isInstanceOf(StoreException.class);
    }

    @Test
    void expiredSessionsMakeRoomForNewOnes() {
        createUpTo(MemorySessionStore.MAX_SESSIONS);
        elapse(TIMEOUTS.idle());

        create("one more");

        assertThat(status("one more")).isEqualTo(LoadReply.Status.FOUND);
        assertThat(status("0")).as("swept, not only expired").isEqualTo(LoadReply.Status.UNKNOWN);
    }

    @Test
    void aSweepLeavesTheLivingAlone() {
        for (int i = 0; i < 2_000; i++) {
            create("dead " + i);
        }
        elapse(TIMEOUTS.idle().minusSeconds(1));
        create("alive");
        elapse(Duration.ofSeconds(1));
        for (int i = 0; i < 4_000; i++) {
            create("new " + i);
        }

        assertThat(status("alive")).isEqualTo(LoadReply.Status.FOUND);
        assertThat(status("new 0")).isEqualTo(LoadReply.Status.FOUND);
        assertThat(status("dead 0")).isEqualTo(LoadReply.Status.UNKNOWN);
        assertThat(status("dead 1999")).isEqualTo(LoadReply.Status.UNKNOWN);
    }

    @Test
    void theDeadlineIsCheckedWhenItIsReadAndNotWhenItIsSwept() {
        create("a");
        elapse(TIMEOUTS.idle().minusNanos(1));
        assertThat(status("a")).isEqualTo(LoadReply.Status.FOUND);

        elapse(Duration.ofNanos(1));

        assertThat(status("a")).isEqualTo(LoadReply.Status.EXPIRED);
        assertThat(status("a")).as("forgotten once it has been told").isEqualTo(LoadReply.Status.UNKNOWN);
    }

    @Test
    void runsOnTheSystemsClockByItself() {
        MemorySessionStore here = MemorySessionStore.create();
        here.commit(CommitRequest.create("a", SECRET, 1, TIMEOUTS, LIMITS));

        assertThat(here.load(new LoadRequest("a", SECRET, TIMEOUTS.idle(), Duration.ofMinutes(1)))
                        .session()
                        .absoluteDeadline())
                .isAfter(Instant.now());
        here.ping();
    }

    private void createUpTo(int count) {
        for (int i = 0; i < count; i++) {
            create(Integer.toString(i));
        }
    }

    private void create(String id) {
        CommitReply reply = store.commit(CommitRequest.create(id, SECRET, 1, TIMEOUTS, LIMITS));
        assertThat(reply.status()).isEqualTo(CommitReply.Status.SAVED);
    }

    private LoadReply.Status status(String id) {
        return store.load(new LoadRequest(id, SECRET, TIMEOUTS.idle(), Duration.ofDays(1)))
                .status();
    }

    private void elapse(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
