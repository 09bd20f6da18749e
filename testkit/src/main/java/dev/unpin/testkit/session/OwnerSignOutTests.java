package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.CommitResult;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Signing out from afar: one session, or all of an owner's. */
interface OwnerSignOutTests extends OwnerStoreFixture {
    @Test
    default void signOutEverywhereEndsEverySessionOfTheOwnerAndNoOther() {
        Sessions here = Owner.sessions(this);
        Sessions there = Owner.sessions(this);
        List<Browser> devices = new ArrayList<>(Owner.devices(here, 3));
        devices.addAll(Owner.devices(there, 2));
        Browser other = Browser.fresh();
        other.visit(there, session -> session.signIn("somebody else"));
        Browser anonymous = Browser.withSession(here);
        Set<String> ids = Owner.alive(devices, here);
        assertEquals(5, ids.size());

        here.signOutEverywhere(Owner.NAME);

        assertEquals(Set.of(), Owner.alive(devices, there));
        assertEquals(List.of(), there.ownedBy(Owner.NAME));
        ids.forEach(id -> assertEquals(List.of(), remainsOf(id), "left in the store"));
        assertEquals("somebody else", other.owner(here));
        assertFalse(anonymous.read(there, Session::isNew));
    }

    @Test
    default void aLateCommitAfterItNeverBringsASessionBack() {
        Sessions here = Owner.sessions(this);
        Sessions there = Owner.sessions(this);
        List<Consumer<Session>> works = List.of(
                session -> session.set(CART, "apple"),
                session -> session.update(CART, cart -> cart + "apple"),
                session -> session.remove(CART),
                session -> session.signIn(Owner.NAME, "again"));
        for (Consumer<Session> work : works) {
            Browser phone = Owner.device(here, "phone");
            phone.visit(here, session -> session.set(CART, "pear"));
            Session slow = phone.open(here);
            String id = slow.id();
            work.accept(slow);

            there.signOutEverywhere(Owner.NAME);

            assertEquals(CommitResult.Status.ENDED, slow.tryCommit().status());
            assertEquals(List.of(), remainsOf(id), "left in the store");
            assertFalse(Owner.isIn(phone, here));
            assertEquals(List.of(), here.ownedBy(Owner.NAME));
        }
    }

    @Test
    default void afterItTheOwnerSignsInAnew() {
        Sessions sessions = Owner.sessions(this);
        Browser phone = Owner.device(sessions, "phone");
        sessions.signOutEverywhere(Owner.NAME);

        phone.visit(sessions, session -> session.signIn(Owner.NAME, "phone again"));

        assertTrue(Owner.isIn(phone, sessions));
        assertEquals(List.of("phone again"), Owner.labels(sessions));
    }

    @Test
    default void oneSessionIsSignedOutByItsOwnerOnly() {
        Sessions here = Owner.sessions(this);
        Sessions there = Owner.sessions(this);
        Browser phone = Owner.device(here, "phone");
        Browser laptop = Owner.device(here, "laptop");
        String id = phone.read(here, Session::id);

        assertFalse(there.signOut("somebody else", id));
        assertTrue(Owner.isIn(phone, here));
        assertTrue(there.signOut(Owner.NAME, id));
        assertTrue(there.signOut(Owner.NAME, id), "may be repeated");

        assertFalse(Owner.isIn(phone, here));
        assertTrue(Owner.isIn(laptop, here));
        assertEquals(List.of("laptop"), Owner.labels(here));
        assertEquals(List.of(), remainsOf(id), "left in the store");
    }

    @Test
    default void whatIsNoIdSignsNothingOut() {
        Sessions sessions = Owner.sessions(this);
        Browser phone = Owner.device(sessions, "phone");
        long before = roundTrips().orElse(0);

        for (String id : List.of("", "x", "A".repeat(21), "A".repeat(21) + "B", "ä".repeat(22), "x".repeat(10_000))) {
            assertTrue(sessions.signOut(Owner.NAME, id));
        }

        assertEquals(before, roundTrips().orElse(0), "round trips");
        assertTrue(Owner.isIn(phone, sessions));
    }

    @Test
    default void withoutAnIndexThereIsNothingToAsk() {
        Sessions sessions = Sessions.builder(store()).build();

        assertThrows(IllegalStateException.class, () -> sessions.ownedBy(Owner.NAME));
        assertThrows(IllegalStateException.class, () -> sessions.signOut(Owner.NAME, "A".repeat(22)));
        assertThrows(IllegalStateException.class, () -> sessions.signOutEverywhere(Owner.NAME));
    }
}
