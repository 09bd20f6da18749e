package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static dev.unpin.testkit.session.Browser.COUNT;
import static dev.unpin.testkit.session.Browser.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.CommitResult;
import dev.unpin.session.CookieRejection;
import dev.unpin.session.Session;
import dev.unpin.session.SessionRenewedException;
import dev.unpin.session.Sessions;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A sign-in against requests that are under way: one wins, the old cookie is dead, and no tab throws the user out. */
interface SignInRaceTests extends SessionStoreFixture {
    @Test
    default void signingInKeepsTheSessionAndReplacesTheCookie() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        String id = browser.read(here, Session::id);
        Browser thief = browser.copy();

        browser.visit(here, session -> {
            session.set(CART, "apple");
            session.signIn("user-42");
        });

        assertEquals(id, browser.read(here, Session::id));
        assertEquals("apple", browser.get(here, CART));
        assertEquals("user-42", browser.owner(here));
        assertThrows(SessionRenewedException.class, () -> thief.read(here, Session::owner));
    }

    @Test
    default void ofTwoSignInsOneWinsAndTheOtherGetsNothing() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session one = browser.open(here);
        Session other = browser.open(there);
        one.signIn("user-1");
        other.signIn("user-2");
        other.set(CART, "of user-2");

        browser.finish(one);

        assertThrows(SessionRenewedException.class, other::commit);
        assertThrows(SessionRenewedException.class, other::tryCommit);
        assertEquals("user-1", browser.owner(there));
        assertEquals("", browser.get(there, CART));
    }

    @Test
    default void ofManySignInsAtOnceExactlyOneWins() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        for (int round = 0; round < 10; round++) {
            Browser browser = Browser.withSession(here);
            List<Browser> tabs = new ArrayList<>();
            List<Callable<Boolean>> signIns = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Browser tab = browser.copy();
                Session request = tab.open(i % 2 == 0 ? here : there);
                request.signIn("user-" + i);
                tabs.add(tab);
                signIns.add(() -> {
                    try {
                        tab.finish(request);
                        return true;
                    } catch (SessionRenewedException e) {
                        return false;
                    }
                });
            }

            List<Boolean> won = Parallel.run(signIns);

            assertEquals(1, Collections.frequency(won, true));
            int winner = won.indexOf(true);
            assertEquals("user-" + winner, tabs.get(winner).owner(here));
            Browser loser = tabs.get((winner + 1) % tabs.size());
            assertThrows(SessionRenewedException.class, () -> loser.read(here, Session::owner));
        }
    }

    @Test
    default void aTabWithTheOldCookieGetsNeitherANewSessionNorACookie() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session tab = browser.open(here);
        browser.visit(here, session -> session.signIn("user-42"));

        assertThrows(SessionRenewedException.class, tab::isNew);
        assertThrows(SessionRenewedException.class, () -> tab.set(CART, "apple"));
        assertThrows(SessionRenewedException.class, () -> tab.signIn("user-43"));
        CommitResult result = tab.tryCommit();

        assertEquals(CommitResult.Status.UNCHANGED, result.status());
        assertEquals(Optional.empty(), result.setCookie());
        for (CookieRejection reason : CookieRejection.values()) {
            assertEquals(0, here.rejectedCookies(reason), "the cookie was right until a moment ago");
        }
        assertEquals("user-42", browser.owner(here));
    }

    @Test
    default void theTabThatIsAskedToRepeatSucceedsWithTheNewCookie() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session tab = browser.open(here);
        browser.visit(here, session -> session.signIn("user-42"));
        SessionRenewedException refusal =
                assertThrows(SessionRenewedException.class, () -> tab.update(COUNT, n -> n + 1));
        assertTrue(refusal.retryAfter().isPresent());

        browser.visit(here, session -> session.update(COUNT, n -> n + 1));

        assertEquals(1, browser.get(here, COUNT));
    }

    @Test
    default void aWriteUnderWayDuringASignInIsRefusedAndNotLost() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session slow = browser.open(there);
        slow.update(COUNT, n -> n + 1);
        slow.set(STEP, "2");
        browser.visit(here, session -> session.signIn("user-42"));

        assertThrows(SessionRenewedException.class, slow::commit);
        assertEquals(0, browser.get(here, COUNT));
        assertEquals("", browser.get(here, STEP));

        browser.visit(there, session -> session.update(COUNT, n -> n + 1));
        assertEquals(1, browser.get(here, COUNT));
    }

    @Test
    default void aWriteCommittedBeforeTheSignInSurvivesIt() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session signingIn = browser.open(here);
        signingIn.update(COUNT, n -> n + 10);
        signingIn.signIn("user-42");
        browser.visit(here, session -> session.update(COUNT, n -> n + 1));

        browser.finish(signingIn);

        assertEquals(11, browser.get(here, COUNT));
        assertEquals("user-42", browser.owner(here));
    }

    @Test
    default void afterTheGraceTheOldCookieIsForgedAndStillOpensNothing() {
        Sessions here = Sessions.builder(store()).renewalGrace(Probe.GRACE).build();
        Browser browser = Browser.withSession(here);
        Browser thief = browser.copy();
        browser.visit(here, session -> session.signIn("user-42"));
        elapse(Probe.GRACE.plus(Duration.ofMinutes(1)));

        try (Session session = thief.open(here)) {
            assertTrue(session.isNew());
            assertTrue(session.owner().isEmpty());
        }

        assertEquals(1, here.rejectedCookies(CookieRejection.FORGED));
        assertEquals("user-42", browser.owner(here));
    }

    @Test
    default void signingInOnANewSessionNeedsNoRenewal() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.fresh();

        browser.visit(here, session -> session.signIn("user-42"));

        assertTrue(browser.hasCookie());
        assertEquals("user-42", browser.owner(here));
    }

    @Test
    default void signingInAgainRenewsTheCookieAgain() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        browser.visit(here, session -> session.signIn("user-42"));
        Browser old = browser.copy();

        browser.visit(here, session -> session.signIn("user-42"));

        assertThrows(SessionRenewedException.class, () -> old.read(here, Session::owner));
        assertFalse(browser.read(here, Session::isNew));
    }

    @Test
    default void nobodyTakesOverTheSessionOfAnotherOwner() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        browser.visit(here, session -> session.signIn("user-42"));

        try (Session session = browser.open(here)) {
            assertThrows(IllegalStateException.class, () -> session.signIn("user-43"));
        }
        assertEquals("user-42", browser.owner(here));
    }
}
