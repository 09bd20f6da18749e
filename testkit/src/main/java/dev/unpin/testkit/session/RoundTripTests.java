package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static dev.unpin.testkit.session.Browser.COUNT;
import static dev.unpin.testkit.session.Browser.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a request costs: calls of the port, and of the server beneath it. */
interface RoundTripTests extends SessionStoreFixture {
    @Test
    default void aRequestCostsWhatItsSessionNeeds() {
        CountingStore store = new CountingStore(store());
        Sessions sessions = Sessions.builder(store).build();
        warmUp(sessions);
        Browser browser = Browser.withSession(sessions);

        assertCost(0, "a request that does not use its session", store, () -> {
            try (Session session = browser.open(sessions)) {
                session.commit();
            }
        });
        assertCost(
                0,
                "a new session into which nothing is put",
                store,
                () -> Browser.fresh().visit(sessions, Session::isNew));
        assertCost(1, "a request that reads", store, () -> browser.visit(sessions, session -> session.get(CART)));
        elapse(Duration.ofMinutes(10));
        assertCost(
                1,
                "a request that reads and touches",
                store,
                () -> browser.visit(sessions, session -> {
                    session.get(CART);
                    session.find(STEP);
                    session.owner();
                }));
        assertCost(
                2,
                "a request that reads and writes",
                store,
                () -> browser.visit(sessions, session -> {
                    session.update(COUNT, n -> n + 1);
                    session.set(CART, "apple");
                    session.remove(STEP);
                }));
        assertCost(
                1,
                "a request that sets what is stored already",
                store,
                () -> browser.visit(sessions, session -> {
                    session.set(CART, "apple");
                    session.update(COUNT, n -> n);
                    session.remove(STEP);
                }));
        assertCost(1, "a first commit", store, () -> Browser.withSession(sessions));
        assertCost(
                2,
                "a sign-in",
                store,
                () -> browser.visit(sessions, session -> {
                    session.set(STEP, "2");
                    session.signIn("user-42");
                }));
        Browser guessing = Browser.withCookie("__Host-session=v1." + "A".repeat(22) + "." + "A".repeat(43));
        assertCost(1, "a look at an unknown session", store, () -> guessing.read(sessions, Session::isNew));
        assertCost(1, "a ping", store, sessions::ping);
        assertCost(1, "a sign-out", store, () -> browser.visit(sessions, Session::signOut));
    }

    @Test
    default void aConflictCostsOneMore() {
        CountingStore store = new CountingStore(store());
        Sessions sessions = Sessions.builder(store).build();
        warmUp(sessions);
        Browser browser = Browser.withSession(sessions);
        Session slow = browser.open(sessions);
        slow.update(COUNT, n -> n + 1);
        browser.visit(sessions, session -> session.update(COUNT, n -> n + 1));

        assertCost(2, "a commit with one conflict", store, slow::commit);
        assertCost(0, "a commit after which nothing has changed", store, slow::commit);
    }

    /** A driver may load scripts and open connections at their first use. */
    private void warmUp(Sessions sessions) {
        Browser browser = Browser.withSession(sessions);
        browser.visit(sessions, session -> session.signIn("user-42"));
        browser.visit(sessions, Session::signOut);
        sessions.ping();
    }

    private void assertCost(long roundTrips, String what, CountingStore store, Runnable request) {
        long callsBefore = store.calls();
        long before = roundTrips().orElse(callsBefore);
        request.run();
        assertEquals(roundTrips, store.calls() - callsBefore, "calls of the port by " + what);
        assertEquals(roundTrips, roundTrips().orElse(store.calls()) - before, "round trips of " + what);
    }
}
