package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.COUNT;
import static dev.unpin.testkit.session.Browser.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.session.Session;
import dev.unpin.session.SessionConflictException;
import dev.unpin.session.SessionEndedException;
import dev.unpin.session.Sessions;
import dev.unpin.testkit.race.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Many requests of one session at the same time. */
interface ParallelTests extends SessionStoreFixture {
    @Test
    default void everyUpdateOfManyThreadsCountsExactlyOnce() {
        int threads = 16;
        int updates = "faults".equals(System.getProperty("unpin.load")) ? 10_000 : 1_000;
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Sessions sessions = i % 2 == 0 ? here : there;
            callers.add(() -> {
                for (int done = 0; done < updates; done++) {
                    incrementUntilDone(browser, sessions);
                }
                return updates;
            });
        }

        int done = Parallel.run(callers).stream().mapToInt(Integer::intValue).sum();

        assertEquals(threads * updates, done);
        assertEquals(done, browser.get(there, COUNT));
    }

    @Test
    default void writesOfDifferentKeysByManyThreadsAllSurvive() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String key = "key-" + i;
            Sessions sessions = i % 2 == 0 ? here : there;
            callers.add(() -> {
                for (int n = 1; n <= 50; n++) {
                    int value = n;
                    browser.copy().visit(sessions, session -> session.set(Values.number(key), value));
                }
                return 50;
            });
        }

        Parallel.run(callers);

        for (int i = 0; i < 16; i++) {
            String key = "key-" + i;
            assertEquals(50, browser.get(here, Values.number(key)));
        }
    }

    @Test
    default void aSignOutAmongManyWritersIsFinal() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        for (int round = 0; round < 20; round++) {
            Browser browser = Browser.withSession(here);
            String id = browser.read(here, Session::id);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Session request = browser.open(i % 2 == 0 ? here : there);
                request.set(STEP, "" + i);
                calls.add(() -> committed(request));
            }
            Session signingOut = browser.open(there);
            signingOut.signOut();
            calls.add(() -> committed(signingOut));

            List<Boolean> committed = Parallel.run(calls);

            assertEquals(true, committed.get(8), "the sign-out itself");
            assertEquals(List.of(), remainsOf(id), "left in the store");
            assertEquals(true, browser.read(here, Session::isNew));
        }
    }

    private static boolean committed(Session request) {
        try {
            request.commit();
            return true;
        } catch (SessionEndedException e) {
            return false;
        }
    }

    /** What a client does with a typed conflict: it repeats its request. */
    private static void incrementUntilDone(Browser browser, Sessions sessions) {
        while (true) {
            try {
                browser.copy().visit(sessions, session -> session.update(COUNT, n -> n + 1));
                return;
            } catch (SessionConflictException e) {
                // Not counted: the next turn tries again.
            }
        }
    }
}
