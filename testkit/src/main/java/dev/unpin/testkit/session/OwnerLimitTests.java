package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At most so many sessions per owner: the oldest go, and only those that are there count. */
interface OwnerLimitTests extends OwnerStoreFixture {
    @Test
    default void theOldestSignInsGo() {
        Sessions sessions = Owner.builder(this).maxSessionsPerOwner(3).build();
        List<Browser> devices = new ArrayList<>(Owner.devices(sessions, 3));
        devices.get(0).visit(sessions, session -> session.signIn(Owner.NAME, "device 0 again"));

        devices.add(Owner.device(sessions, "device 3"));
        assertEquals(List.of("device 3", "device 0 again", "device 2"), Owner.labels(sessions));
        devices.add(Owner.device(sessions, "device 4"));
        assertEquals(List.of("device 4", "device 3", "device 0 again"), Owner.labels(sessions));

        assertEquals(Owner.listed(sessions), Owner.alive(devices, sessions));
        assertTrue(Owner.isIn(devices.get(0), sessions), "its last sign-in counts");
    }

    @Test
    default void aLowerLimitTakesEffectAtTheNextSignIn() {
        Sessions before = Owner.sessions(this);
        List<Browser> devices = new ArrayList<>(Owner.devices(before, 5));
        Sessions after = Owner.builder(this).maxSessionsPerOwner(1).build();

        devices.add(Owner.device(after, "last"));

        assertEquals(List.of("last"), Owner.labels(before));
        assertEquals(1, Owner.alive(devices, before).size());
    }

    @Test
    default void whoHasSignedOutOrStayedAwayCostsNobodyItsPlace() {
        Sessions sessions = Owner.builder(this).maxSessionsPerOwner(2).build();
        Browser phone = Owner.device(sessions, "phone");
        Owner.device(sessions, "forgotten");
        elapse(Duration.ofMinutes(20));
        assertTrue(Owner.isIn(phone, sessions), "and touched");
        elapse(Duration.ofMinutes(20));

        for (int i = 0; i < 3; i++) {
            Browser browser = Owner.device(sessions, "signed out");
            browser.visit(sessions, Session::signOut);
        }
        Browser laptop = Owner.device(sessions, "laptop");

        assertTrue(Owner.isIn(phone, sessions));
        assertTrue(Owner.isIn(laptop, sessions));
        assertEquals(List.of("laptop", "phone"), Owner.labels(sessions));
    }

    @Test
    default void theOldestIsGoneBeforeAnybodyLearnsTheNewSecret() {
        Calls calls = new Calls();
        Sessions sessions = Sessions.builder(calls.of(SessionStore.class, store()))
                .owners(calls.of(OwnerStore.class, owners()))
                .maxSessionsPerOwner(2)
                .build();
        List<Browser> devices = Owner.devices(sessions, 2);
        Browser third = Browser.fresh();
        try (Session request = third.open(sessions)) {
            request.signIn(Owner.NAME);
            calls.clear();

            third.receive(request.commit());

            assertEquals(List.of("commit", "add", "describe", "describe", "mark", "endOwned", "remove"), calls.names());
        }
        assertFalse(Owner.isIn(devices.get(0), sessions));
        assertTrue(Owner.isIn(devices.get(1), sessions));
        assertTrue(Owner.isIn(third, sessions));
    }
}
