package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.Session;
import dev.unpin.session.SessionRenewedException;
import dev.unpin.session.Sessions;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An instance may die, or a store fail, between any two steps: nobody is in who is not in the index. */
interface OwnerInterruptionTests extends OwnerStoreFixture {
    /** How many sessions an owner may have. */
    int MOST = 2;

    /** What is interrupted at one step, by sessions that fail there once they are armed. */
    @FunctionalInterface
    interface Play {
        /** Returns false if nothing was interrupted, since there are fewer steps. */
        boolean run(Sessions healthy, Sessions sessions, Runnable arm);
    }

    @Test
    default void whoDiesDuringASignInLeavesNothingThatAnybodyCanOpen() {
        int steps = atEachStep((healthy, sessions, arm) -> {
            List<Browser> devices = new ArrayList<>(Owner.devices(healthy, MOST));
            Browser third = Browser.withSession(healthy);
            boolean interrupted;
            try (Session request = third.open(sessions)) {
                request.signIn(Owner.NAME, "third");
                arm.run();
                interrupted = isInterrupted(request::commit);
            }
            assertFalse(isInDespiteTheSignIn(third, healthy), "nobody has the new secret");
            assertTrue(Owner.listed(healthy).containsAll(Owner.alive(devices, healthy)), "who is in is in the index");

            devices.add(Owner.device(healthy, "next"));
            Set<String> alive = Owner.alive(devices, healthy);
            assertTrue(Owner.isIn(devices.get(MOST), healthy));
            assertTrue(alive.size() <= MOST, "no more than the limit");
            assertTrue(Owner.listed(healthy).containsAll(alive), "who is in is in the index");

            healthy.signOutEverywhere(Owner.NAME);
            assertEquals(Set.of(), Owner.alive(devices, healthy));
            assertEquals(List.of(), healthy.ownedBy(Owner.NAME));
            return interrupted;
        });
        assertEquals(7, steps, "commit, add, describe twice, mark, end, remove");
    }

    @Test
    default void theSameCommitGoesOnWithASignIn() {
        atEachStep((healthy, sessions, arm) -> {
            List<Browser> devices = new ArrayList<>(Owner.devices(healthy, MOST));
            Browser third = Browser.withSession(healthy);
            devices.add(third);
            boolean interrupted;
            try (Session request = third.open(sessions)) {
                request.signIn(Owner.NAME, "third");
                arm.run();
                interrupted = isInterrupted(() -> third.receive(request.commit()));
                if (interrupted) {
                    assertThrows(IllegalStateException.class, () -> request.signIn(Owner.NAME));
                    third.receive(request.commit());
                }
            }

            assertTrue(Owner.isIn(third, healthy));
            assertEquals(List.of("third", "device 1"), Owner.labels(healthy));
            assertEquals(Owner.listed(healthy), Owner.alive(devices, healthy));
            return interrupted;
        });
    }

    @Test
    default void aSignOutEverywhereIsRepeated() {
        OwnerStore index = owners();
        int steps = atEachStep((healthy, sessions, arm) -> {
            List<Browser> devices = Owner.devices(healthy, MOST);
            arm.run();
            boolean interrupted = isInterrupted(() -> sessions.signOutEverywhere(Owner.NAME));

            healthy.signOutEverywhere(Owner.NAME);

            assertEquals(Set.of(), Owner.alive(devices, healthy));
            assertEquals(List.of(), healthy.ownedBy(Owner.NAME));
            assertEquals(List.of(), index.list(Owner.NAME).marked(), "no mark is left");
            return interrupted;
        });
        assertEquals(5, steps, "list, mark, end twice, remove");
    }

    @Test
    default void theNextSignInGoesOnWithASignOutEverywhere() {
        OwnerStore index = owners();
        List<Integer> begun = new ArrayList<>();
        atEachStep((healthy, sessions, arm) -> {
            List<Browser> devices = Owner.devices(healthy, MOST);
            arm.run();
            boolean interrupted = isInterrupted(() -> sessions.signOutEverywhere(Owner.NAME));
            boolean marked = !index.list(Owner.NAME).marked().isEmpty();

            Browser next = Owner.device(healthy, "next");

            assertTrue(Owner.isIn(next, healthy));
            if (marked) {
                begun.add(1);
                assertEquals(Set.of(), Owner.alive(devices, healthy));
                assertEquals(List.of("next"), Owner.labels(healthy));
            }
            return interrupted;
        });
        assertEquals(6, begun.size(), "after the mark, before and after two ends, before the removal");
    }

    @Test
    default void oneThatCannotBeReachedDoesNotSaveTheOthers() {
        Calls calls = new Calls();
        Sessions sessions = sessions(calls, store(), owners());
        List<Browser> devices = Owner.devices(Owner.sessions(this), 3);
        calls.interrupt(3, Calls.Interruption.BEFORE);

        assertTrue(isInterrupted(() -> sessions.signOutEverywhere(Owner.NAME)));

        assertEquals(List.of("list", "mark", "endOwned", "endOwned", "endOwned"), calls.names());
        calls.clear();
        assertEquals(1, Owner.alive(devices, sessions).size());
        assertTrue(Owner.isIn(devices.get(1), sessions));
    }

    /** Interrupts before and after each step in turn; returns how many steps there are. */
    private int atEachStep(Play play) {
        SessionStore store = store();
        OwnerStore index = owners();
        Sessions healthy = sessions(new Calls(), store, index);
        for (int step = 0; ; step++) {
            boolean interrupted = false;
            for (Calls.Interruption how : Calls.Interruption.values()) {
                Calls calls = new Calls();
                int thisOne = step;
                try {
                    interrupted |=
                            play.run(healthy, sessions(calls, store, index), () -> calls.interrupt(thisOne, how));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("interrupted " + how + " step " + step + " of " + calls.names(), e);
                }
                healthy.signOutEverywhere(Owner.NAME);
            }
            if (!interrupted) {
                return step;
            }
        }
    }

    private static Sessions sessions(Calls calls, SessionStore store, OwnerStore index) {
        return Sessions.builder(calls.of(SessionStore.class, store))
                .owners(calls.of(OwnerStore.class, index))
                .maxSessionsPerOwner(MOST)
                .build();
    }

    private static boolean isInterrupted(Runnable call) {
        try {
            call.run();
            return false;
        } catch (StoreException e) {
            assertEquals(Effect.UNKNOWN, e.effect());
            return true;
        }
    }

    /** Whether the cookie from before the sign-in opens anything of the owner's. */
    private static boolean isInDespiteTheSignIn(Browser device, Sessions sessions) {
        try {
            return Owner.isIn(device, sessions);
        } catch (SessionRenewedException e) {
            return false;
        }
    }
}
