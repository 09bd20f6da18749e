package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.MemoryOwnerStore;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import dev.unpin.session.SessionsBuilder;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Being told of expired sessions: each at least once, and by one instance unless that one fails. */
interface ExpiryEventTests extends ExpiryStoreFixture {
    /** For how long an instance may take to handle what it has claimed. */
    Duration LEASE_OF_EVENTS = Duration.ofMinutes(10);

    @Test
    default void anExpiredSessionIsToldOnce() {
        Sessions here = sessions();
        Set<String> ids = newSessions(here, 5);
        assertEquals(List.of(), told(here));

        elapse(Probe.IDLE);

        assertEquals(ids, new TreeSet<>(told(here)));
        elapse(Duration.ofDays(1));
        assertEquals(List.of(), told(sessions()));
    }

    @Test
    default void twoSweepersTellEachSessionOnce() {
        Sessions here = sessions();
        Sessions there = sessions();
        Set<String> ids = newSessions(here, 40);
        elapse(Probe.IDLE);
        List<String> all = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Integer>> sweeps = List.of(() -> here.sweepExpired(all::add), () -> there.sweepExpired(all::add));

        int told = Parallel.run(sweeps).stream().mapToInt(Integer::intValue).sum();

        assertEquals(40, told);
        assertEquals(40, all.size());
        assertEquals(ids, new TreeSet<>(all));
    }

    @Test
    default void aSessionInUseIsToldOnlyOnceItHasExpired() {
        Sessions here = sessions();
        Browser browser = Browser.withSession(here);
        String id = browser.read(here, Session::id);
        for (int i = 0; i < 4; i++) {
            elapse(Duration.ofMinutes(20));
            browser.get(here, CART);
            assertEquals(List.of(), told(here));
        }

        elapse(Probe.IDLE.minusMinutes(1));
        assertEquals(List.of(), told(here));
        elapse(Duration.ofMinutes(2));
        assertEquals(List.of(id), told(here));
    }

    @Test
    default void aSessionIsToldThoughNobodyLookedForDays() {
        Sessions here = sessions();
        Set<String> ids = newSessions(here, 3);

        elapse(Duration.ofDays(5));

        assertEquals(ids, new TreeSet<>(told(sessions())));
    }

    @Test
    default void whatAHandlerFailedAtIsToldAgainAfterTheLease() {
        Sessions here = sessions();
        Set<String> ids = newSessions(here, 3);
        elapse(Probe.IDLE);

        int told = here.sweepExpired(id -> {
            throw new IllegalStateException("the handler fails");
        });

        assertEquals(0, told);
        assertEquals(List.of(), told(sessions()), "the lease is not over");
        elapse(LEASE_OF_EVENTS);
        assertEquals(ids, new TreeSet<>(told(sessions())));
    }

    @Test
    default void whatAnInstanceTookAndDidNotFinishIsToldByAnother() {
        for (String step : List.of("describe", "remove")) {
            Calls calls = new Calls();
            Sessions dying = builder(calls.of(SessionStore.class, store()), calls.of(ExpiryStore.class, expiries()))
                    .build();
            Set<String> ids = newSessions(dying, 1);
            elapse(Probe.IDLE);
            calls.interruptAt(step);
            List<String> first = new ArrayList<>();

            assertThrows(StoreException.class, () -> dying.sweepExpired(first::add));

            assertEquals(step.equals("remove") ? 1 : 0, first.size());
            elapse(LEASE_OF_EVENTS);
            assertEquals(ids, new TreeSet<>(told(sessions())));
        }
    }

    @Test
    default void aSessionThatWasSignedOutIsNotTold() {
        Sessions here =
                builder(store(), expiries()).owners(MemoryOwnerStore.create()).build();
        Browser browser = Browser.withSession(here);
        browser.visit(here, Session::signOut);
        Owner.device(here, "phone");
        here.signOutEverywhere(Owner.NAME);
        Browser laptop = Owner.device(here, "laptop");
        assertTrue(here.signOut(Owner.NAME, laptop.read(here, Session::id)));

        elapse(Duration.ofDays(1));

        assertEquals(List.of(), told(here));
    }

    @Test
    default void aSignOutThatCouldNotBeNotedIsRepeated() {
        Calls calls = new Calls();
        Sessions here =
                builder(store(), calls.of(ExpiryStore.class, expiries())).build();
        Browser browser = Browser.withSession(here);
        calls.interruptAt("remove");
        try (Session request = browser.open(here)) {
            request.signOut();
            assertEquals(
                    Effect.UNKNOWN,
                    assertThrows(StoreException.class, request::commit).effect());

            browser.receive(request.commit());
        }

        assertTrue(browser.read(here, Session::isNew));
        elapse(Duration.ofDays(1));
        assertEquals(List.of(), told(here));
    }

    @Test
    default void aSessionIsNeverStoredWithoutItsEntry() {
        Calls calls = new Calls();
        Sessions here =
                builder(store(), calls.of(ExpiryStore.class, expiries())).build();
        calls.interruptAt("schedule");
        try (Session request = Browser.fresh().open(here)) {
            request.set(CART, "apple");
            String id = request.id();

            StoreException refusal = assertThrows(StoreException.class, request::commit);

            assertEquals(Effect.NOT_SENT, refusal.effect());
            assertEquals(List.of(), remainsOf(id));
            assertTrue(request.commit().isPresent(), "another commit stores it");
        }
    }

    @Test
    default void aCreationAndASignOutCostOneRoundTripMoreAndNothingElseDoes() {
        Calls calls = new Calls();
        Sessions here = builder(calls.of(SessionStore.class, store()), calls.of(ExpiryStore.class, expiries()))
                .build();
        Browser browser = Browser.fresh();

        calls.expect(
                this, List.of("schedule", "commit"), () -> browser.visit(here, session -> session.set(CART, "apple")));
        calls.expect(this, List.of("load"), () -> browser.get(here, CART));
        calls.expect(this, List.of("load", "commit"), () -> browser.visit(here, session -> session.set(CART, "pear")));
        calls.expect(this, List.of("load", "commit"), () -> browser.visit(here, session -> session.signIn(Owner.NAME)));
        calls.expect(this, List.of("end", "remove"), () -> browser.visit(here, Session::signOut));
    }

    @Test
    default void withoutExpiriesThereIsNothingToSweep() {
        Sessions sessions = Sessions.builder(store()).build();

        assertThrows(IllegalStateException.class, () -> sessions.sweepExpired(id -> {}));
    }

    private Sessions sessions() {
        return builder(store(), expiries()).build();
    }

    private static SessionsBuilder builder(SessionStore store, ExpiryStore expiries) {
        return Sessions.builder(store).expiries(expiries).expiryLease(LEASE_OF_EVENTS);
    }

    private static Set<String> newSessions(Sessions sessions, int count) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            try (Session session = sessions.open(null)) {
                session.set(CART, "apple");
                session.commit();
                ids.add(session.id());
            }
        }
        return ids;
    }

    private static List<String> told(Sessions sessions) {
        List<String> told = new ArrayList<>();
        assertEquals(sessions.sweepExpired(told::add), told.size());
        return told;
    }
}
