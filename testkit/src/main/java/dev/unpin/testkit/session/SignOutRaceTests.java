package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static dev.unpin.testkit.session.Browser.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.CommitResult;
import dev.unpin.session.CookieRejection;
import dev.unpin.session.Session;
import dev.unpin.session.SessionEndedException;
import dev.unpin.session.SessionRenewedException;
import dev.unpin.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A logout against requests that are under way: it stays a logout, and nobody sees half a session. */
interface SignOutRaceTests extends SessionStoreFixture {
    @Test
    default void whatASlowRequestCommitsAfterTheSignOutIsNotStored() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        List<Consumer<Session>> works = List.of(
                session -> session.set(CART, "apple"),
                session -> session.set(STEP, "2"),
                session -> session.update(CART, cart -> cart + "apple"),
                session -> session.update(STEP, step -> step + "2"),
                session -> session.remove(CART),
                session -> session.signIn("user-42"));
        for (Consumer<Session> work : works) {
            Browser browser = Browser.withSession(here);
            Browser slowTab = browser.copy();
            Session slow = slowTab.open(here);
            String id = slow.id();
            work.accept(slow);

            browser.visit(there, Session::signOut);

            assertEquals(CommitResult.Status.ENDED, slow.tryCommit().status());
            assertThrows(SessionEndedException.class, slow::commit);
            assertEquals(List.of(), remainsOf(id), "left in the store");
            assertTrue(slowTab.read(there, Session::isNew), "the old cookie leads to a new session");
        }
    }

    @Test
    default void aSlowReaderDoesNotBringTheSessionBack() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Browser slowTab = browser.copy();
        Session slow = slowTab.open(here);
        String id = slow.id();

        browser.visit(here, Session::signOut);

        assertEquals("", slow.get(CART), "what was read before the sign-out may be shown");
        assertEquals(CommitResult.Status.UNCHANGED, slow.tryCommit().status());
        assertEquals(List.of(), remainsOf(id));
        assertTrue(slowTab.read(here, Session::isNew));
    }

    @Test
    default void theOldCookieIsDeadOnEveryInstance() {
        Sessions here = Sessions.builder(store()).build();
        Sessions there = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        browser.visit(here, session -> session.signIn("user-42"));
        Browser thief = browser.copy();
        String id = browser.read(here, Session::id);

        browser.visit(there, Session::signOut);

        assertFalse(browser.hasCookie());
        for (Sessions sessions : List.of(here, there)) {
            try (Session session = thief.open(sessions)) {
                assertTrue(session.isNew());
                assertFalse(id.equals(session.id()), "the old id is not adopted");
                assertTrue(session.owner().isEmpty());
                assertTrue(session.find(CART).isEmpty());
            }
            assertEquals(1, sessions.rejectedCookies(CookieRejection.UNKNOWN));
        }
    }

    @Test
    default void twoTabsMaySignOutAtOnce() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session one = browser.open(here);
        Session other = browser.open(here);
        one.signOut();
        other.signOut();

        browser.finish(one);
        browser.finish(other);

        assertFalse(browser.hasCookie());
    }

    @Test
    default void aSignInAfterTheSignOutGivesNoAccess() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session signingIn = browser.open(here);
        signingIn.signIn("user-42");

        browser.visit(here, Session::signOut);

        CommitResult result = signingIn.tryCommit();
        assertEquals(CommitResult.Status.ENDED, result.status());
        assertEquals(Optional.empty(), result.setCookie());
        assertFalse(browser.hasCookie());
    }

    @Test
    default void aSignOutAfterAParallelSignInIsToBeRepeated() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session signingOut = browser.open(here);
        signingOut.signOut();

        browser.visit(here, session -> session.signIn("user-42"));

        assertThrows(SessionRenewedException.class, signingOut::commit);
        assertEquals("user-42", browser.owner(here));
        browser.visit(here, Session::signOut);
        assertTrue(browser.read(here, Session::isNew));
    }

    @Test
    default void aSessionThatExpiresWhileARequestUsesItStaysOver() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session slow = browser.open(here);
        slow.update(CART, cart -> cart + "apple");

        elapse(Probe.IDLE);

        assertEquals(CommitResult.Status.ENDED, slow.tryCommit().status());
        assertThrows(SessionEndedException.class, slow::commit);
        assertTrue(browser.read(here, Session::isNew));
    }

    @Test
    default void anAnswerThatComesTooLateLeavesTheNextSessionItsCookie() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session slow = browser.open(here);
        slow.set(STEP, "2");
        browser.visit(here, Session::signOut);
        browser.visit(here, session -> session.signIn("user-42"));

        CommitResult late = slow.tryCommit();
        browser.receive(late.setCookie());

        assertEquals(CommitResult.Status.ENDED, late.status());
        assertEquals("user-42", browser.owner(here), "the late answer signs nobody out");
    }

    @Test
    default void afterTheSignOutTheBrowserStartsAnew() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        String old = browser.read(here, Session::id);
        browser.visit(here, Session::signOut);

        browser.visit(here, session -> session.set(STEP, "1"));

        assertFalse(old.equals(browser.read(here, Session::id)));
        assertTrue(browser.read(here, session -> session.find(CART)).isEmpty());
    }
}
