package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Browser.CART;
import static dev.unpin.testkit.session.Browser.COUNT;
import static dev.unpin.testkit.session.Browser.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.LimitExceededException;
import dev.unpin.session.CommitResult;
import dev.unpin.session.Session;
import dev.unpin.session.SessionConflictException;
import dev.unpin.session.Sessions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two requests of one session, both read before either writes: no update is lost. */
interface UpdateRaceTests extends SessionStoreFixture {
    @Test
    default void writesOfDifferentKeysBothSurvive() {
        Race race = new Race(this);
        race.one().set(CART, "apple");
        race.other().update(STEP, step -> step + "2");

        race.finish();

        assertEquals("apple", race.read(CART));
        assertEquals("2", race.read(STEP));
    }

    @Test
    default void aRemovalAndAWriteOfAnotherKeyBothSurvive() {
        Race race = new Race(this);
        race.one().remove(CART);
        race.other().set(STEP, "2");

        race.finish();

        assertTrue(race.find(CART).isEmpty());
        assertEquals("2", race.read(STEP));
    }

    @Test
    default void twoUpdatesOfOneKeyBothCount() {
        Race race = new Race(this);
        race.one().update(CART, cart -> cart + "apple ");
        race.other().update(CART, cart -> cart + "pear ");

        race.finish();

        assertEquals("apple pear ", race.read(CART));
    }

    @Test
    default void severalUpdatesOfOneRequestAreAppliedAgainTogether() {
        Race race = new Race(this);
        race.one().update(COUNT, n -> n + 1);
        race.other().update(COUNT, n -> n + 10);
        race.other().update(COUNT, n -> n * 2);

        race.finish();

        assertEquals((1 + 10) * 2, race.read(COUNT));
    }

    @Test
    default void anUpdateIsAppliedToWhatAParallelSetHasLeft() {
        Race race = new Race(this);
        race.one().set(CART, "plum ");
        race.other().update(CART, cart -> cart + "pear ");

        race.finish();

        assertEquals("plum pear ", race.read(CART));
    }

    @Test
    default void aSetWinsOverTheUpdateCommittedBefore() {
        Race race = new Race(this);
        race.one().update(CART, cart -> cart + "pear ");
        race.other().set(CART, "plum ");

        race.finish();

        assertEquals("plum ", race.read(CART));
    }

    @Test
    default void anUpdateAfterAParallelRemovalStartsFromTheInitialValue() {
        Race race = new Race(this);
        race.one().update(CART, cart -> cart + "apple ");
        race.finish();
        race = race.again();
        race.one().remove(CART);
        race.other().update(CART, cart -> cart + "pear ");

        race.finish();

        assertEquals("pear ", race.read(CART));
    }

    @Test
    default void aRemovalWinsOverTheUpdateCommittedBefore() {
        Race race = new Race(this);
        race.one().update(CART, cart -> cart + "pear ");
        race.other().remove(CART);

        race.finish();

        assertTrue(race.find(CART).isEmpty());
    }

    @Test
    default void twoUpdatesThatBothFindNothingBothCount() {
        Race race = new Race(this);
        race.one().update(COUNT, n -> n + 1);
        race.other().update(COUNT, n -> n + 1);

        race.finish();

        assertEquals(2, race.read(COUNT));
    }

    @Test
    default void aConflictInOneKeyLosesNothingOfTheOthers() {
        Race race = new Race(this);
        race.one().update(COUNT, n -> n + 1);
        race.one().set(STEP, "one");
        race.other().update(COUNT, n -> n + 1);
        race.other().set(CART, "other");

        race.finish();

        assertEquals(2, race.read(COUNT));
        assertEquals("one", race.read(STEP));
        assertEquals("other", race.read(CART));
    }

    @Test
    default void ofTheChangesOfARefusedCommitNoneIsStored() {
        Sessions small = Sessions.builder(store()).maxKeys(2).build();
        Browser browser = Browser.withSession(small);
        Session request = browser.open(small);
        request.set(CART, "apple");
        request.set(STEP, "1");
        request.set(COUNT, 1);

        assertThrows(LimitExceededException.class, request::commit);

        assertEquals("", browser.get(small, CART));
        request.remove(COUNT);
        browser.finish(request);
        assertEquals("apple", browser.get(small, CART));
    }

    @Test
    default void anUpdateThatIsAlwaysOvertakenIsATypedConflict() {
        Sessions patient = Sessions.builder(store()).maxCommitAttempts(3).build();
        Browser browser = Browser.withSession(patient);
        AtomicInteger overtakers = new AtomicInteger();
        Session slow = browser.open(patient);
        slow.set(STEP, "slow");
        slow.update(COUNT, n -> {
            browser.copy().visit(patient, fast -> fast.update(COUNT, m -> m + 1));
            overtakers.incrementAndGet();
            return n + 100;
        });

        CommitResult result = slow.tryCommit();

        assertEquals(CommitResult.Status.CONFLICT, result.status());
        assertEquals(Set.of("count"), result.conflicts());
        assertThrows(SessionConflictException.class, slow::commit);
        assertEquals(overtakers.get(), browser.get(patient, COUNT));
        assertEquals("", browser.get(patient, STEP), "all or nothing");
    }

    @Test
    default void afterAConflictAnotherCommitStartsFromWhatOthersLeft() {
        Sessions hasty = Sessions.builder(store()).maxCommitAttempts(1).build();
        Browser browser = Browser.withSession(hasty);
        Session slow = browser.open(hasty);
        slow.update(CART, cart -> cart + "slow ");
        browser.visit(hasty, session -> session.update(CART, cart -> cart + "fast "));

        assertEquals(CommitResult.Status.CONFLICT, slow.tryCommit().status());
        browser.finish(slow);

        assertEquals("fast slow ", browser.get(hasty, CART));
    }

    @Test
    default void closingWithoutCommitDiscards() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        try (Session request = browser.open(here)) {
            request.set(CART, "apple");
        }

        assertEquals("", browser.get(here, CART));
    }

    @Test
    default void aSlowRequestThatCommitsLastDoesNotMoveDeadlinesBack() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session slow = browser.open(here);
        slow.set(STEP, "slow");
        elapse(Duration.ofMinutes(25));
        browser.visit(here, session -> session.set(CART, "fast"));

        browser.finish(slow);

        elapse(Duration.ofMinutes(25));
        assertEquals("fast", browser.get(here, CART));
    }

    @Test
    default void aRequestThroughWhichManyOthersCommitStillGoesThrough() {
        Sessions here = Sessions.builder(store()).build();
        Browser browser = Browser.withSession(here);
        Session slow = browser.open(here);
        slow.update(COUNT, n -> n + 1);
        slow.set(STEP, "slow");
        for (int i = 0; i < 100; i++) {
            browser.visit(here, session -> session.update(COUNT, n -> n + 1));
        }

        browser.finish(slow);

        assertEquals(101, browser.get(here, COUNT));
        assertEquals("slow", browser.get(here, STEP));
    }
}
