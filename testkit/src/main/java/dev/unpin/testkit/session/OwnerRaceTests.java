package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.unpin.session.Session;
import dev.unpin.session.SessionEndedException;
import dev.unpin.session.Sessions;
import dev.unpin.testkit.race.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Sign-ins and sign-outs at the same time: whoever is in afterwards is in the index, and no one too many. */
interface OwnerRaceTests extends OwnerStoreFixture {
    /** How often each race is run. */
    int ROUNDS = "faults".equals(System.getProperty("unpin.load")) ? 50 : 4;

    @Test
    default void ofManySignInsAtOnceTheLimitStays() {
        List<Sessions> instances = List.of(
                Owner.builder(this).maxSessionsPerOwner(3).build(),
                Owner.builder(this).maxSessionsPerOwner(3).build());
        for (int round = 0; round < ROUNDS; round++) {
            List<Browser> devices = new ArrayList<>();
            List<Callable<Boolean>> signIns = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Browser device = i % 4 == 0 ? Browser.withSession(instances.get(0)) : Browser.fresh();
                devices.add(device);
                signIns.add(signIn(device, instances.get(i % 2)));
            }

            Parallel.run(signIns);

            Set<String> alive = Owner.alive(devices, instances.get(0));
            assertEquals(3, alive.size());
            assertEquals(Owner.listed(instances.get(1)), alive);
        }
    }

    @Test
    default void aSignOutEverywhereAmongSignInsLosesSightOfNone() {
        Sessions here = Owner.sessions(this);
        Sessions there = Owner.sessions(this);
        for (int round = 0; round < ROUNDS; round++) {
            List<Browser> before = new ArrayList<>();
            List<Browser> during = new ArrayList<>();
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                before.add(Owner.device(here, "before"));
                Browser device = i == 0 ? Browser.withSession(here) : Browser.fresh();
                during.add(device);
                calls.add(signIn(device, i % 2 == 0 ? here : there));
            }
            Browser again = Owner.device(here, "before");
            during.add(again);
            calls.add(signIn(again, there));
            calls.add(() -> {
                there.signOutEverywhere(Owner.NAME);
                return true;
            });

            Parallel.run(calls);

            assertEquals(Set.of(), Owner.alive(before, there), "whoever was in before is out");
            assertEquals(Owner.listed(here), Owner.alive(during, here), "whoever is in is in the index");
            here.signOutEverywhere(Owner.NAME);
            assertEquals(Set.of(), Owner.alive(during, there));
        }
    }

    @Test
    default void aSessionStoredBeforeAndEnteredAfterASignOutEverywhereIsLater() {
        Sessions here = Owner.sessions(this);
        Pausing pausing = new Pausing(owners());
        Sessions slow = Sessions.builder(store()).owners(pausing.store()).build();
        Browser device = Browser.fresh();
        pausing.beforeNextAdd(() -> here.signOutEverywhere(Owner.NAME));

        device.visit(slow, session -> session.signIn(Owner.NAME, "later"));

        assertEquals(List.of("later"), Owner.labels(here));
        here.signOutEverywhere(Owner.NAME);
        assertFalse(Owner.isIn(device, here));
    }

    @Test
    default void aSignInThatIsSignedOutBeforeItIsCompleteGivesNoAccess() {
        Sessions here = Owner.sessions(this);
        Pausing pausing = new Pausing(owners());
        Sessions slow = Sessions.builder(store()).owners(pausing.store()).build();
        Browser device = Browser.fresh();
        pausing.afterNextAdd(() -> here.signOutEverywhere(Owner.NAME));

        device.visit(slow, session -> session.signIn(Owner.NAME));

        assertFalse(Owner.isIn(device, here));
        assertEquals(List.of(), Owner.labels(here));
    }

    private static Callable<Boolean> signIn(Browser device, Sessions sessions) {
        Session request = device.open(sessions);
        request.signIn(Owner.NAME, "device");
        return () -> {
            try {
                device.finish(request);
                return true;
            } catch (SessionEndedException e) {
                return false;
            }
        };
    }
}
