package dev.unpin.testkit.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link BlocklistStore}, as tests. To run it against a driver of one's own, implement this interface
 * in a test class; JUnit makes one instance of it per test.
 */
public interface BlocklistStoreContract extends BlocklistFeedTests {
    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }

    @Test
    default void anEmptyStoreHasAnEpochAndNothingElse() {
        BlocklistStore store = store();

        RevocationLookup lookup = store.find(List.of(BlocklistFeedTests.token(1), BlocklistFeedTests.subject(1)));
        FeedPage page = BlocklistFeedTests.read(store, FeedPosition.START);

        assertEquals(List.of(), lookup.found());
        assertEquals(FeedPage.Status.COMPLETE, page.status());
        assertEquals(List.of(), page.revocations());
        assertEquals(lookup.epochBegan(), page.epochBegan(), "the first call began it");
        assertFalse(page.epochBegan().isAfter(page.storeTime()));
    }

    @Test
    default void theEpochStays() {
        BlocklistStore store = store();
        Instant began = BlocklistFeedTests.read(store, FeedPosition.START).epochBegan();

        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)));
        elapse(HOUR.multipliedBy(3));

        assertEquals(began, BlocklistFeedTests.read(store(), FeedPosition.START).epochBegan());
        assertEquals(began, store.find(List.of(BlocklistFeedTests.token(1))).epochBegan());
    }

    @Test
    default void whatIsRevokedIsFoundByEveryInstanceAndTold() {
        RevocationReceipt receipt = store().revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)));

        Revocation revocation = receipt.recorded().revocation();
        assertEquals(BlocklistFeedTests.token(1), revocation.id());
        assertEquals(
                List.of(revocation),
                store().find(List.of(BlocklistFeedTests.token(1), BlocklistFeedTests.token(2)))
                        .found());
        assertEquals(
                List.of(receipt.recorded()),
                BlocklistFeedTests.read(store(), FeedPosition.START).revocations());
    }

    @Test
    default void theTimeOfARevocationForGoodIsItsEnd() {
        BlocklistStore store = store();
        Instant now = BlocklistFeedTests.read(store, FeedPosition.START).storeTime();

        Revocation kept = store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)))
                .recorded()
                .revocation();
        Instant soon = now.plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
        Revocation shortened = store.revoke(new RevocationRequest(BlocklistFeedTests.token(2), HOUR, soon))
                .recorded()
                .revocation();

        assertFalse(kept.time().isBefore(now.plus(HOUR).minusMillis(1)), "remembered for an hour");
        assertTrue(kept.time().isBefore(now.plus(HOUR.multipliedBy(2))), "and no longer than that");
        assertEquals(soon, shortened.time(), "or until when it is needed");
    }

    @Test
    default void whatIsOverIsForgotten() {
        BlocklistStore store = store();
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)));
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)));
        store.revoke(new RevocationRequest(BlocklistFeedTests.token(2), HOUR.multipliedBy(3), null));

        elapse(HOUR.plusSeconds(1));

        assertEquals(
                List.of(BlocklistFeedTests.token(2)),
                ids(store.find(List.of(
                                BlocklistFeedTests.token(1),
                                BlocklistFeedTests.subject(1),
                                BlocklistFeedTests.token(2)))
                        .found()));
    }

    @Test
    default void theLaterEndCounts() {
        BlocklistStore store = store();
        Instant later = store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)))
                .recorded()
                .revocation()
                .time();

        Revocation again = store.revoke(new RevocationRequest(BlocklistFeedTests.token(1), Duration.ofMinutes(1), null))
                .recorded()
                .revocation();

        assertEquals(later, again.time());
        assertEquals(
                List.of(again), store.find(List.of(BlocklistFeedTests.token(1))).found());
    }

    @Test
    default void theTimeOfACutoffIsTheStoresToTheMillisecond() {
        BlocklistStore store = store();
        Instant before = BlocklistFeedTests.read(store, FeedPosition.START).storeTime();

        RevocationReceipt receipt = store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)));
        Instant cutoff = receipt.recorded().revocation().time();

        assertEquals(cutoff.truncatedTo(ChronoUnit.MILLIS), cutoff);
        assertFalse(cutoff.plusMillis(1).isBefore(before), "not before the call");
        assertFalse(cutoff.isAfter(receipt.storeTime().plusMillis(1)), "not after it");
    }

    @Test
    default void aCutoffOnlyMovesOn() {
        BlocklistStore store = store();
        Instant first = store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)))
                .recorded()
                .revocation()
                .time();
        elapse(Duration.ofMinutes(1));

        Instant second = store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)))
                .recorded()
                .revocation()
                .time();
        store.restore(List.of(new Revocation(BlocklistFeedTests.subject(1), first)), HOUR);

        assertFalse(second.isBefore(first.plus(Duration.ofMinutes(1))));
        assertEquals(
                List.of(new Revocation(BlocklistFeedTests.subject(1), second)),
                store.find(List.of(BlocklistFeedTests.subject(1))).found());
    }

    @Test
    default void aCutoffIsRememberedForTheRetentionOfItsLastTime() {
        BlocklistStore store = store();
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)));
        elapse(Duration.ofMinutes(50));
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)));
        elapse(Duration.ofMinutes(50));
        assertEquals(
                1, store.find(List.of(BlocklistFeedTests.subject(1))).found().size());

        elapse(Duration.ofMinutes(11));

        assertEquals(
                List.of(), store.find(List.of(BlocklistFeedTests.subject(1))).found());
    }

    @Test
    default void theLongestRetentionThatAReaderAskedForIsKept() {
        store().read(new FeedRequest(FeedPosition.START, HOUR.multipliedBy(2), SECOND, 100));
        BlocklistStore store = store();
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)));
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1)));

        elapse(HOUR.plusMinutes(50));

        assertEquals(
                2,
                store.find(List.of(BlocklistFeedTests.token(1), BlocklistFeedTests.subject(1)))
                        .found()
                        .size());
    }

    @Test
    default void everyCallIsOneRoundTrip() {
        BlocklistStore store = store();
        FeedPosition position =
                BlocklistFeedTests.read(store, FeedPosition.START).next();
        Instant end = BlocklistFeedTests.read(store, FeedPosition.START)
                .storeTime()
                .plus(HOUR)
                .truncatedTo(ChronoUnit.MILLIS);
        List<Revocation> lost = List.of(new Revocation(BlocklistFeedTests.token(9), end));
        store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1)));
        store.restore(lost, HOUR);
        store.find(List.of(BlocklistFeedTests.token(1)));
        store.ping();

        assertCost(1, () -> store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.token(1))));
        assertCost(1, () -> store.revoke(BlocklistFeedTests.revoke(BlocklistFeedTests.subject(1))));
        assertCost(1, () -> BlocklistFeedTests.read(store, position));
        assertCost(1, () -> store.restore(lost, HOUR));
        assertCost(
                1,
                () -> store.find(List.of(
                        BlocklistFeedTests.token(1), BlocklistFeedTests.token(2), BlocklistFeedTests.subject(1))));
        assertCost(1, store::ping);
    }

    private void assertCost(long expected, Runnable call) {
        OptionalLong before = roundTrips();
        call.run();
        before.ifPresent(count -> assertEquals(expected, roundTrips().orElse(count) - count, "round trips"));
    }

    private static List<RevokedId> ids(List<Revocation> revocations) {
        return revocations.stream().map(Revocation::id).toList();
    }
}
