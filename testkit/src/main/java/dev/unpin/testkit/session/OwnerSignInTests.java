package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.OwnedSession;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signing in with an index of owners: what it costs, in which order, and what the owner sees of it. */
interface OwnerSignInTests extends OwnerStoreFixture {
    @Test
    default void aSignInCostsOneRoundTripMoreAndNothingElseDoes() {
        Calls calls = new Calls();
        Sessions sessions = Sessions.builder(calls.of(SessionStore.class, store()))
                .owners(calls.of(OwnerStore.class, owners()))
                .build();
        Browser browser = Browser.withSession(sessions);

        calls.expect(
                this,
                List.of("load", "commit", "add"),
                () -> browser.visit(sessions, session -> session.signIn("Ada")));
        calls.expect(this, List.of("load"), () -> browser.visit(sessions, session -> session.get(CART)));
        calls.expect(
                this, List.of("load", "commit"), () -> browser.visit(sessions, session -> session.set(CART, "apple")));
        calls.expect(this, List.of("end"), () -> browser.visit(sessions, Session::signOut));
        calls.expect(
                this,
                List.of("commit", "add"),
                () -> Browser.fresh().visit(sessions, session -> session.signIn("Ada")));
    }

    @Test
    default void theOthersCostOneRoundTripForEachSession() {
        Calls calls = new Calls();
        Sessions sessions = Sessions.builder(calls.of(SessionStore.class, store()))
                .owners(calls.of(OwnerStore.class, owners()))
                .build();
        String first = Owner.device(sessions, "").read(sessions, Session::id);
        Owner.device(sessions, "");

        calls.expect(this, List.of("list", "describe", "describe"), () -> sessions.ownedBy(Owner.NAME));
        calls.expect(this, List.of("endOwned"), () -> sessions.signOut(Owner.NAME, first));
        calls.expect(this, List.of("list", "describe", "describe", "remove"), () -> sessions.ownedBy(Owner.NAME));
        calls.expect(this, List.of("list", "mark", "endOwned", "remove"), () -> sessions.signOutEverywhere(Owner.NAME));
        calls.expect(this, List.of("list"), () -> sessions.signOutEverywhere(Owner.NAME));
    }

    @Test
    default void theListTellsWhereTheOwnerIsSignedIn() {
        Sessions here = Owner.sessions(this);
        Sessions there = Owner.sessions(this);
        Browser phone = Owner.device(here, "phone");
        Browser laptop = Browser.withSession(here);
        elapse(Duration.ofMinutes(10));
        laptop.visit(there, session -> session.signIn(Owner.NAME, "laptop"));
        Browser other = Browser.fresh();
        other.visit(there, session -> session.signIn("somebody else"));
        elapse(Duration.ofMinutes(10));
        phone.get(there, CART);

        List<OwnedSession> listed = here.ownedBy(Owner.NAME);

        assertEquals(
                List.of("laptop", "phone"),
                listed.stream().map(OwnedSession::label).toList());
        assertEquals(laptop.read(here, Session::id), listed.get(0).id());
        assertEquals(phone.read(here, Session::id), listed.get(1).id());
        assertAbout(
                Duration.ofMinutes(10), listed.get(0).created(), listed.get(0).signedIn());
        assertAbout(Duration.ZERO, listed.get(1).created(), listed.get(1).signedIn());
        assertAbout(
                Duration.ofMinutes(10), listed.get(0).created(), listed.get(0).lastSeen());
        assertAbout(
                Duration.ofMinutes(20), listed.get(1).created(), listed.get(1).lastSeen());
    }

    @Test
    default void signingInAgainRenewsTheEntry() {
        Sessions sessions = Owner.sessions(this);
        Browser phone = Owner.device(sessions, "phone");
        Owner.device(sessions, "laptop");

        phone.visit(sessions, session -> session.signIn(Owner.NAME, "new phone"));

        assertEquals(List.of("new phone", "laptop"), Owner.labels(sessions));
    }

    @Test
    default void whatIsOverIsNotListed() {
        Sessions sessions = Owner.sessions(this);
        Owner.device(sessions, "forgotten");
        elapse(Duration.ofMinutes(25));
        Browser signedOut = Owner.device(sessions, "signed out");
        Browser phone = Owner.device(sessions, "phone");
        signedOut.visit(sessions, Session::signOut);
        elapse(Duration.ofMinutes(10));

        assertEquals(List.of("phone"), Owner.labels(sessions));
        assertTrue(Owner.isIn(phone, sessions));
    }

    @Test
    default void anEntryLastsAsLongAsItsSession() {
        Sessions before = Owner.builder(this)
                .idleTimeout(Duration.ofHours(3))
                .absoluteTimeout(Duration.ofHours(10))
                .build();
        Sessions after = Owner.builder(this)
                .idleTimeout(Duration.ofHours(3))
                .absoluteTimeout(Duration.ofHours(3))
                .build();
        Browser phone = Browser.withSession(before);
        phone.visit(after, session -> session.signIn(Owner.NAME, "phone"));
        for (int i = 0; i < 4; i++) {
            elapse(Duration.ofHours(2));
            assertTrue(Owner.isIn(phone, before));
        }

        assertEquals(List.of("phone"), Owner.labels(after), "an instance with a shorter timeout took the sign-in");
        after.signOutEverywhere(Owner.NAME);
        assertFalse(Owner.isIn(phone, before));
    }

    private static void assertAbout(Duration expected, Instant from, Instant to) {
        Duration actual = Duration.between(from, to);
        assertTrue(
                expected.minus(actual).abs().compareTo(Duration.ofMinutes(5)) < 0, () -> actual + ", not " + expected);
    }
}
