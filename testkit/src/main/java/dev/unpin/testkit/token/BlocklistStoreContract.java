package dev.unpin.testkit.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.testkit.race.Parallel;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link BlocklistStore}, as tests. To run it against a driver of one's own, implement this interface
 * in a test class; JUnit makes one instance of it per test.
 */
public interface BlocklistStoreContract {
    /** How long the tests want revocations to be remembered. */
    Duration HOUR = Duration.ofHours(1);

    /** How often the tests want a beat. */
    Duration SECOND = Duration.ofSeconds(1);

    /**
     * Returns a store on the data of this test, empty at first. Several calls stand for several instances of a service.
     *
     * @return a store that sees what the others of this test have stored
     */
    BlocklistStore store();

    /**
     * Lets the stores' time pass without waiting.
     *
     * @param duration by how much
     */
    void elapse(Duration duration);

    /**
     * Tells how often the stores of this test have asked their server so far.
     *
     * @return a count that only rises, or empty for a store without a server
     */
    OptionalLong roundTrips();

    /**
     * Looks beneath the stores for data that would stay for ever. Called after every test.
     *
     * @return names of what is stored and has no time to live; empty if everything ends by itself
     */
    List<String> keysWithoutTtl();

    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }

    @Test
    default void anEmptyStoreHasAnEpochAndNothingElse() {
        BlocklistStore store = store();

        RevocationLookup lookup = store.find(List.of(token(1), subject(1)));
        FeedPage page = read(store, FeedPosition.START);

        assertEquals(List.of(), lookup.found());
        assertEquals(FeedPage.Status.COMPLETE, page.status());
        assertEquals(List.of(), page.revocations());
        assertEquals(lookup.epochBegan(), page.epochBegan(), "the first call began it");
        assertFalse(page.epochBegan().isAfter(page.storeTime()));
    }

    @Test
    default void theEpochStays() {
        BlocklistStore store = store();
        Instant began = read(store, FeedPosition.START).epochBegan();

        store.revoke(revoke(token(1)));
        elapse(HOUR.multipliedBy(3));

        assertEquals(began, read(store(), FeedPosition.START).epochBegan());
        assertEquals(began, store.find(List.of(token(1))).epochBegan());
    }

    @Test
    default void whatIsRevokedIsFoundByEveryInstanceAndTold() {
        RevocationReceipt receipt = store().revoke(revoke(token(1)));

        Revocation revocation = receipt.recorded().revocation();
        assertEquals(token(1), revocation.id());
        assertEquals(
                List.of(revocation), store().find(List.of(token(1), token(2))).found());
        assertEquals(
                List.of(receipt.recorded()), read(store(), FeedPosition.START).revocations());
    }

    @Test
    default void theTimeOfARevocationForGoodIsItsEnd() {
        BlocklistStore store = store();
        Instant now = read(store, FeedPosition.START).storeTime();

        Revocation kept = store.revoke(revoke(token(1))).recorded().revocation();
        Instant soon = now.plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
        Revocation shortened = store.revoke(new RevocationRequest(token(2), HOUR, soon))
                .recorded()
                .revocation();

        assertFalse(kept.time().isBefore(now.plus(HOUR).minusMillis(1)), "remembered for an hour");
        assertTrue(kept.time().isBefore(now.plus(HOUR.multipliedBy(2))), "and no longer than that");
        assertEquals(soon, shortened.time(), "or until when it is needed");
    }

    @Test
    default void whatIsOverIsForgotten() {
        BlocklistStore store = store();
        store.revoke(revoke(token(1)));
        store.revoke(revoke(subject(1)));
        store.revoke(new RevocationRequest(token(2), HOUR.multipliedBy(3), null));

        elapse(HOUR.plusSeconds(1));

        assertEquals(
                List.of(token(2)),
                ids(store.find(List.of(token(1), subject(1), token(2))).found()));
    }

    @Test
    default void theLaterEndCounts() {
        BlocklistStore store = store();
        Instant later = store.revoke(revoke(token(1))).recorded().revocation().time();

        Revocation again = store.revoke(new RevocationRequest(token(1), Duration.ofMinutes(1), null))
                .recorded()
                .revocation();

        assertEquals(later, again.time());
        assertEquals(List.of(again), store.find(List.of(token(1))).found());
    }

    @Test
    default void theTimeOfACutoffIsTheStoresToTheMillisecond() {
        BlocklistStore store = store();
        Instant before = read(store, FeedPosition.START).storeTime();

        RevocationReceipt receipt = store.revoke(revoke(subject(1)));
        Instant cutoff = receipt.recorded().revocation().time();

        assertEquals(cutoff.truncatedTo(ChronoUnit.MILLIS), cutoff);
        assertFalse(cutoff.plusMillis(1).isBefore(before), "not before the call");
        assertFalse(cutoff.isAfter(receipt.storeTime().plusMillis(1)), "not after it");
    }

    @Test
    default void aCutoffOnlyMovesOn() {
        BlocklistStore store = store();
        Instant first = store.revoke(revoke(subject(1))).recorded().revocation().time();
        elapse(Duration.ofMinutes(1));

        Instant second =
                store.revoke(revoke(subject(1))).recorded().revocation().time();
        store.restore(List.of(new Revocation(subject(1), first)), HOUR);

        assertFalse(second.isBefore(first.plus(Duration.ofMinutes(1))));
        assertEquals(
                List.of(new Revocation(subject(1), second)),
                store.find(List.of(subject(1))).found());
    }

    @Test
    default void aCutoffIsRememberedForTheRetentionOfItsLastTime() {
        BlocklistStore store = store();
        store.revoke(revoke(subject(1)));
        elapse(Duration.ofMinutes(50));
        store.revoke(revoke(subject(1)));
        elapse(Duration.ofMinutes(50));
        assertEquals(1, store.find(List.of(subject(1))).found().size());

        elapse(Duration.ofMinutes(11));

        assertEquals(List.of(), store.find(List.of(subject(1))).found());
    }

    @Test
    default void theLongestRetentionThatAReaderAskedForIsKept() {
        store().read(new FeedRequest(FeedPosition.START, HOUR.multipliedBy(2), SECOND, 100));
        BlocklistStore store = store();
        store.revoke(revoke(token(1)));
        store.revoke(revoke(subject(1)));

        elapse(HOUR.plusMinutes(50));

        assertEquals(2, store.find(List.of(token(1), subject(1))).found().size());
    }

    @Test
    default void pagesFollowEachOtherWithoutGapInTheOrderOfTheWrites() {
        BlocklistStore store = store();
        List<RecordedRevocation> written = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            written.add(store.revoke(revoke(i % 5 == 0 ? subject(i) : token(i))).recorded());
        }

        FeedPage first = read(store, FeedPosition.START, 10);
        FeedPage second = read(store, first.next(), 10);
        RecordedRevocation meanwhile = store.revoke(revoke(token(100))).recorded();
        FeedPage third = read(store, second.next(), 10);

        assertEquals(FeedPage.Status.MORE, first.status());
        assertEquals(FeedPage.Status.MORE, second.status());
        assertEquals(FeedPage.Status.COMPLETE, third.status());
        written.add(meanwhile);
        List<RecordedRevocation> told = Stream.of(first, second, third)
                .flatMap(page -> page.revocations().stream())
                .toList();
        assertEquals(written, told);
        assertEquals(
                told,
                told.stream()
                        .sorted(Comparator.comparingLong(RecordedRevocation::version))
                        .toList());
    }

    @Test
    default void whatIsRevokedAgainWhilePagesAreReadIsOnALaterPage() {
        BlocklistStore store = store();
        for (int i = 0; i < 15; i++) {
            store.revoke(revoke(subject(i)));
        }
        FeedPage first = read(store, FeedPosition.START, 10);
        elapse(SECOND);
        RecordedRevocation again = store.revoke(revoke(subject(3))).recorded();

        FeedPage rest = read(store, first.next(), 10);

        assertEquals(6, rest.revocations().size());
        assertEquals(again, rest.revocations().get(5));
    }

    @Test
    default void aReaderIsToldWhatIsNewAndNothingThatALaterBeatHasClosedOff() {
        BlocklistStore store = store();
        BlocklistStore other = store();
        store.revoke(revoke(token(1)));
        FeedPosition position = read(store, FeedPosition.START).next();
        elapse(SECOND);
        position = read(store, position).next();

        RecordedRevocation news = other.revoke(revoke(token(2))).recorded();
        FeedPage page = read(store, position);

        assertEquals(List.of(news), page.revocations());
        elapse(SECOND);
        assertEquals(List.of(news), read(store, page.next()).revocations(), "above the beat that the reader knew last");
        elapse(SECOND);
        FeedPosition last = read(store, read(store, page.next()).next()).next();
        assertEquals(List.of(), read(store, last).revocations());
    }

    @Test
    default void aBeatIsMadeWhenTheLastOneIsOld() {
        BlocklistStore store = store();
        FeedPage first = read(store, FeedPosition.START);
        assertEquals(Duration.ZERO, first.beatAge(), "made by this reading");

        FeedPage soon = store().read(new FeedRequest(first.next(), HOUR, HOUR, 100));
        elapse(Duration.ofMinutes(5));
        FeedPage later = store().read(new FeedRequest(first.next(), HOUR, HOUR, 100));
        FeedPage beat = read(store, first.next());

        assertEquals(first.next(), soon.next(), "no new beat");
        assertFalse(later.beatAge().compareTo(Duration.ofMinutes(5)) < 0, "the beat gets older");
        assertEquals(Duration.ZERO, beat.beatAge());
        assertNotEquals(first.next().checkpointId(), beat.next().checkpointId());
    }

    @Test
    default void aPositionOfAnotherPastIsRefused() {
        BlocklistStore store = store();
        store.revoke(revoke(token(1)));
        FeedPosition position = read(store, FeedPosition.START).next();

        for (FeedPosition foreign : List.of(
                new FeedPosition(position.checkpointId() + 1, position.checkpointVersion(), position.after()),
                new FeedPosition(position.checkpointId(), position.checkpointVersion() + 1, position.after()))) {
            FeedPage page = read(store, foreign);
            assertEquals(FeedPage.Status.LOST, page.status());
            assertEquals(List.of(), page.revocations());
        }
    }

    @Test
    default void whoWasAwayForTooLongStartsAgain() {
        BlocklistStore store = store();
        BlocklistStore sleeper = store();
        FeedPosition asleep = read(sleeper, FeedPosition.START).next();
        FeedPosition awake = asleep;
        for (int i = 0; i < 40; i++) {
            elapse(SECOND);
            FeedPage page = read(store, awake);
            assertEquals(FeedPage.Status.COMPLETE, page.status());
            awake = page.next();
        }

        assertEquals(FeedPage.Status.LOST, read(sleeper, asleep).status());
        assertEquals(FeedPage.Status.COMPLETE, read(sleeper, FeedPosition.START).status());
    }

    @Test
    default void whatWasLostIsPutBackAtANewPlace() {
        BlocklistStore store = store();
        FeedPage before = read(store, FeedPosition.START);
        Instant now = before.storeTime().truncatedTo(ChronoUnit.MILLIS);
        List<Revocation> lost = List.of(
                new Revocation(token(1), now.plus(HOUR)),
                new Revocation(subject(1), now.minusSeconds(60)),
                new Revocation(token(2), now.minusSeconds(1)),
                new Revocation(subject(2), now.minus(HOUR).minusSeconds(1)));

        store.restore(lost, HOUR);
        store.restore(lost, HOUR);

        Set<Revocation> alive = Set.copyOf(lost.subList(0, 2));
        List<Revocation> told = read(store, before.next()).revocations().stream()
                .map(RecordedRevocation::revocation)
                .toList();
        assertEquals(alive, Set.copyOf(told));
        assertEquals(2, told.size(), "each once, and not what is over");
        assertEquals(
                alive,
                Set.copyOf(store.find(List.of(token(1), token(2), subject(1), subject(2)))
                        .found()));
    }

    @Test
    default void asMuchAsMayBeIsPutBackAtOnce() {
        BlocklistStore store = store();
        Instant end = read(store, FeedPosition.START).storeTime().plus(HOUR).truncatedTo(ChronoUnit.MILLIS);
        List<Revocation> lost = new ArrayList<>();
        for (int i = 0; i < BlocklistStore.MAX_RESTORED; i++) {
            lost.add(new Revocation(token(i), end));
        }

        store.restore(lost, HOUR);

        List<RecordedRevocation> told = read(store, FeedPosition.START, 1_000).revocations();
        assertEquals(lost, told.stream().map(RecordedRevocation::revocation).toList(), "in their order");
    }

    @Test
    default void aReaderMissesNothingThatManyRevokeAtOnce() {
        int writers = 8;
        int each = 50;
        BlocklistStore reading = store();
        List<Callable<Set<RevokedId>>> calls = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            BlocklistStore store = store();
            int first = writer * each;
            calls.add(() -> {
                for (int i = first; i < first + each; i++) {
                    store.revoke(revoke(i % 2 == 0 ? token(i) : subject(i)));
                }
                return Set.of();
            });
        }
        calls.add(() -> {
            Set<RevokedId> seen = new HashSet<>();
            FeedPosition position = FeedPosition.START;
            for (int readings = 0; seen.size() < writers * each && readings < 100_000; readings++) {
                FeedPage page = reading.read(new FeedRequest(position, HOUR, Duration.ofMillis(20), 30));
                assertNotEquals(FeedPage.Status.LOST, page.status());
                page.revocations().forEach(told -> seen.add(told.revocation().id()));
                position = page.next();
            }
            return seen;
        });

        Set<RevokedId> seen = Parallel.run(calls).get(writers);

        assertEquals(writers * each, seen.size());
    }

    @Test
    default void everyCallIsOneRoundTrip() {
        BlocklistStore store = store();
        FeedPosition position = read(store, FeedPosition.START).next();
        Instant end = Instant.now().plus(HOUR).truncatedTo(ChronoUnit.MILLIS);
        List<Revocation> lost = List.of(new Revocation(token(9), end));
        store.revoke(revoke(token(1)));
        store.restore(lost, HOUR);
        store.find(List.of(token(1)));
        store.ping();

        assertCost(1, () -> store.revoke(revoke(token(1))));
        assertCost(1, () -> store.revoke(revoke(subject(1))));
        assertCost(1, () -> read(store, position));
        assertCost(1, () -> store.restore(lost, HOUR));
        assertCost(1, () -> store.find(List.of(token(1), token(2), subject(1))));
        assertCost(1, store::ping);
    }

    private void assertCost(long expected, Runnable call) {
        OptionalLong before = roundTrips();
        call.run();
        before.ifPresent(count -> assertEquals(expected, roundTrips().orElse(count) - count, "round trips"));
    }

    private static FeedPage read(BlocklistStore store, FeedPosition position) {
        return read(store, position, 100);
    }

    private static FeedPage read(BlocklistStore store, FeedPosition position, int limit) {
        return store.read(new FeedRequest(position, HOUR, SECOND, limit));
    }

    private static RevocationRequest revoke(RevokedId id) {
        return new RevocationRequest(id, HOUR, null);
    }

    /** Something that is revoked for good. */
    private static RevokedId token(long number) {
        return new RevokedId(number << 32 | 7, number << 1);
    }

    /** Something that is revoked until now. */
    private static RevokedId subject(long number) {
        return new RevokedId(number << 32 | 7, number << 1 | 1);
    }

    private static List<RevokedId> ids(List<Revocation> revocations) {
        return revocations.stream().map(Revocation::id).toList();
    }
}
