package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.session.CommitResult.Status;
import dev.unpin.session.spi.CommitReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Changing a value depending on what it was: how often the function runs, and what becomes of its failures. */
class SessionUpdateTest {
    private final TestStore store = new TestStore();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Sessions sessions =
            Sessions.builder(store).listener(events::add).maxCommitAttempts(3).build();
    private final String cookie = stored();

    @Test
    void withoutAConflictTheFunctionRunsOnce() {
        AtomicInteger runs = new AtomicInteger();
        Session session = sessions.open(cookie);

        assertThat(session.update(COUNT, n -> n + runs.incrementAndGet())).isEqualTo(1);
        session.commit();

        assertThat(runs).hasValue(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void theFunctionRunsOncePerConflictMore() {
        AtomicInteger runs = new AtomicInteger();
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> {
            runs.incrementAndGet();
            return n + 1;
        });
        increment();

        session.commit();

        assertThat(runs).hasValue(2);
        assertThat(count()).isEqualTo(2);
        assertThat(session.get(COUNT)).as("what was stored").isEqualTo(2);
        assertThat(events).filteredOn(SessionEvent.Conflicted.class::isInstance).hasSize(1);
    }

    @Test
    void aCommitIsTriedSoOftenAndThenGivenUp() {
        AtomicInteger runs = new AtomicInteger();
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> {
            runs.incrementAndGet();
            increment();
            return n + 100;
        });

        assertThatThrownBy(session::commit).isInstanceOfSatisfying(SessionConflictException.class, e -> {
            assertThat(e).hasMessageContaining("count");
            assertThat(e.code()).isEqualTo("session-conflict");
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e.httpStatus()).isEqualTo(409);
            assertThat(e.retryAfter()).isPresent();
        });

        assertThat(runs).as("once at the update, once per conflict").hasValue(4);
        assertThat(count()).as("only the others' increments").isEqualTo(4);
        assertThat(events)
                .filteredOn(SessionEvent.Conflicted.class::isInstance)
                .extracting(event -> ((SessionEvent.Conflicted) event).attempt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void whatTheFunctionThrowsLeavesTheValueAsItWas() {
        IllegalStateException full = new IllegalStateException("the cart is full");
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);

        assertThatThrownBy(() -> session.update(COUNT, n -> {
                    throw full;
                }))
                .isSameAs(full);

        assertThat(session.get(COUNT)).isEqualTo(1);
        session.commit();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without NullAway may do.
    void nullIsNoValue() {
        Session session = sessions.open(cookie);

        assertThatThrownBy(() -> session.update(COUNT, n -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("count");
        assertThatThrownBy(() -> session.set(COUNT, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        assertThatThrownBy(() -> session.update(COUNT, null)).hasMessage("function");

        assertThat(session.tryCommit().status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void aFunctionThatRefusesTheOthersValueEndsTheCommitAndNothingIsStored() {
        Session session = sessions.open(cookie);
        session.set(CART, "pear");
        session.update(COUNT, n -> n + 10);
        session.update(COUNT, n -> {
            if (n != 10) {
                throw new IllegalArgumentException("only from ten, not from " + n);
            }
            return n + 100;
        });
        increment();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(session::commit).hasMessage("only from ten, not from 11");
        }

        assertThat(count()).isEqualTo(1);
        assertThat(sessions.open(cookie).get(CART)).isEqualTo("apple");
        assertThat(session.get(COUNT)).as("as before the commit").isEqualTo(110);
    }

    @Test
    void aSetAfterAnUpdateIsUnconditional() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        session.set(COUNT, 50);
        increment();

        session.commit();

        assertThat(count()).isEqualTo(50);
        assertThat(store.lastCommit().changes()).noneMatch(change -> change.isConditional());
    }

    @Test
    void anUpdateAfterARemovalStartsFromTheInitialValue() {
        increment();
        Session session = sessions.open(cookie);
        session.remove(COUNT);

        assertThat(session.update(COUNT, n -> n + 5)).isEqualTo(5);
        session.commit();

        assertThat(count()).isEqualTo(5);
    }

    @Test
    void anUpdateIsDecodedOncePerStoredValue() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        session.commit();
        session.update(COUNT, n -> n + 1);
        session.commit();

        assertThat(count()).isEqualTo(2);
        assertThat(events).noneMatch(SessionEvent.Conflicted.class::isInstance);
    }

    @Test
    void aStaleBaseIsReplacedByTheOneNamed() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.answerCommit(CommitReply.stale(7_000));

        session.commit();

        assertThat(store.lastCommit().baseVersion()).isEqualTo(7_000);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aStoreThatIsAlwaysStaleIsNotAskedForEver() {
        Session session = sessions.open(cookie);
        session.set(CART, "pear");
        for (int i = 0; i < 100; i++) {
            store.answerCommit(CommitReply.stale(7_000 + i));
        }
        int before = store.commits().size();

        CommitResult result = session.tryCommit();

        assertThat(result.status()).isEqualTo(Status.CONFLICT);
        assertThat(result.conflicts()).containsExactly("cart");
        assertThat(store.commits().size() - before).isEqualTo(3);
    }

    @Test
    void noAttemptBeginsOnceTheCommitHasTakenItsTime() {
        Sessions impatient =
                Sessions.builder(store).commitTimeout(Duration.ZERO).build();
        Session session = impatient.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.answerCommit(CommitReply.conflict(7_000, Map.of()));
        int before = store.commits().size();

        assertThat(session.tryCommit().status()).isEqualTo(Status.CONFLICT);

        assertThat(store.commits().size() - before).isEqualTo(1);
    }

    @Test
    void everyAttemptIsAWriteOfItsOwn() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.answerCommit(CommitReply.conflict(7_000, Map.of()));
        int before = store.commits().size();

        session.commit();

        assertThat(store.commits().subList(before, store.commits().size()))
                .extracting(request -> request.writeId())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private void increment() {
        try (Session session = sessions.open(cookie)) {
            session.update(COUNT, n -> n + 1);
            session.commit();
        }
    }

    private int count() {
        return sessions.open(cookie).get(COUNT);
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            String made = cookie(session.commit());
            events.clear();
            return made;
        }
    }
}
