package dev.unpin.testkit.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.unpin.testkit.race.Parallel;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
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
import org.junit.jupiter.api.Test;

/** What a {@link BlocklistStore} promises to those who follow it, and what its contract needs for that. */
interface BlocklistFeedTests {
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

    static FeedPage read(BlocklistStore store, FeedPosition position) {
        return read(store, position, 100);
    }

    static FeedPage read(BlocklistStore store, FeedPosition position, int limit) {
        return store.read(new FeedRequest(position, HOUR, SECOND, limit));
    }

    static RevocationRequest revoke(RevokedId id) {
        return new RevocationRequest(id, HOUR, null);
    }

    /** Something that is revoked for good. */
    static RevokedId token(long number) {
        return new RevokedId(number << 32 | 7, number << 1);
    }

    /** Something that is revoked until now. */
    static RevokedId subject(long number) {
        return new RevokedId(number << 32 | 7, number << 1 | 1);
    }
}
