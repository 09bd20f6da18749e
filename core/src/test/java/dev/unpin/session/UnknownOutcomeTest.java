package dev.unpin.session;

import static dev.unpin.session.TestValues.CART;
import static dev.unpin.session.TestValues.COUNT;
import static dev.unpin.session.TestValues.cookie;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.CommitResult.Status;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A commit whose answer was lost: another commit of the same request settles it, and it counts once. */
class UnknownOutcomeTest {
    private final TestStore store = new TestStore();
    private final Sessions sessions = Sessions.builder(store).build();
    private final String cookie = stored();

    @Test
    void anAppliedUpdateIsNotAppliedAgain() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.loseAnswer();
        assertUnknown(session);

        assertThat(session.tryCommit().status()).isEqualTo(Status.SAVED);

        assertThat(count()).isEqualTo(1);
        assertSentAgainAsItWas();
    }

    @Test
    void anUpdateThatNeverArrivedIsApplied() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.failCommit(StoreException.unknown("silent", null));
        assertUnknown(session);

        session.commit();

        assertThat(count()).isEqualTo(1);
        assertSentAgainAsItWas();
    }

    @Test
    void anAppliedUpdateIsNotAppliedAgainAfterOthers() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        session.set(CART, "pear");
        store.loseAnswer();
        assertUnknown(session);
        increment();
        setCart("plum");

        assertThat(session.tryCommit().status()).isEqualTo(Status.SAVED);

        assertThat(count()).isEqualTo(2);
        assertThat(sessions.open(cookie).get(CART)).as("the later set stands").isEqualTo("plum");
    }

    @Test
    void anUpdateThatNeverArrivedIsAppliedToWhatOthersHaveLeft() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.failCommit(StoreException.unknown("silent", null));
        assertUnknown(session);
        increment();

        session.commit();

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void theOutcomeMayStayUnknownForSeveralCommits() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        List<Runnable> failures = List.of(
                store::loseAnswer,
                () -> store.failCommit(StoreException.unknown("silent", null)),
                () -> store.failCommit(StoreException.notSent("down", null)));
        for (Runnable failure : failures) {
            failure.run();
            assertThatThrownBy(session::commit).isInstanceOf(StoreException.class);
            increment();
        }

        session.commit();

        assertThat(count()).isEqualTo(4);
    }

    @Test
    void aSignInWhoseAnswerWasLostStillDeliversItsCookie() {
        Session session = sessions.open(cookie);
        session.signIn("user-42");
        store.loseAnswer();
        assertUnknown(session);

        String renewed = cookie(session.commit());

        assertThat(sessions.open(renewed).owner()).contains("user-42");
        assertThat(session.owner()).contains("user-42");
    }

    @Test
    void aCreationWhoseAnswerWasLostStillDeliversItsCookie() {
        Session session = sessions.open(null);
        session.set(CART, "pear");
        store.loseAnswer();
        assertUnknown(session);

        assertThat(sessions.open(cookie(session.commit())).get(CART)).isEqualTo("pear");
        assertThat(session.isNew()).isFalse();
    }

    @Test
    void untilItIsSettledTheSessionIsReadAndNotChanged() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.loseAnswer();
        assertUnknown(session);
        List<Consumer<Session>> changes = List.of(
                s -> s.set(CART, "pear"),
                s -> s.remove(CART),
                s -> s.update(COUNT, n -> n + 1),
                s -> s.signIn("user-42"),
                Session::signOut);
        for (Consumer<Session> change : changes) {
            assertThatThrownBy(() -> change.accept(session))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("commit again");
        }
        assertThat(session.get(COUNT)).isEqualTo(1);

        session.commit();

        session.update(COUNT, n -> n + 1);
        session.commit();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void whatTheStoreNoLongerRemembersStaysUnknown() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.loseAnswer();
        assertUnknown(session);
        for (int i = 0; i < 100; i++) {
            increment();
        }

        assertUnknown(session);
        assertUnknown(session);

        assertThat(count()).isEqualTo(101);
    }

    @Test
    void anEndMeanwhileSettlesItToo() {
        Session session = sessions.open(cookie);
        session.update(COUNT, n -> n + 1);
        store.loseAnswer();
        assertUnknown(session);
        Session other = sessions.open(cookie);
        other.signOut();
        other.commit();

        assertThat(session.tryCommit().status()).isEqualTo(Status.ENDED);
        assertThat(sessions.open(cookie).isNew()).isTrue();
    }

    private void assertUnknown(Session session) {
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
    }

    private void assertSentAgainAsItWas() {
        int sent = store.commits().size();
        assertThat(store.commits().get(sent - 1)).isEqualTo(store.commits().get(sent - 2));
    }

    private int count() {
        return sessions.open(cookie).get(COUNT);
    }

    private void increment() {
        try (Session session = sessions.open(cookie)) {
            session.update(COUNT, n -> n + 1);
            session.commit();
        }
    }

    private void setCart(String cart) {
        try (Session session = sessions.open(cookie)) {
            session.set(CART, cart);
            session.commit();
        }
    }

    private String stored() {
        try (Session session = sessions.open(null)) {
            session.set(CART, "apple");
            return cookie(session.commit());
        }
    }
}
