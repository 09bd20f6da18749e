package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.ExpiryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The port itself: what is due is given to one, and again if that one does not finish. */
interface ExpiryStoreTests extends ExpiryStoreFixture {
    /** For how long a claim holds. */
    Duration LEASE = Duration.ofMinutes(5);

    @Test
    default void nothingIsClaimedBeforeItsTime() {
        ExpiryStore expiries = expiries();
        Set<String> ids = ids(20);
        ids.forEach(id -> expiries.schedule(id, Duration.ofMinutes(30)));

        elapse(Duration.ofMinutes(29));
        assertEquals(Set.of(), claimed(expiries));
        elapse(Duration.ofMinutes(1));
        assertEquals(ids, claimed(expiries()));
    }

    @Test
    default void whatIsClaimedIsNobodyElsesUntilTheLeaseIsOver() {
        ExpiryStore expiries = expiries();
        Set<String> ids = ids(20);
        ids.forEach(id -> expiries.schedule(id, Duration.ZERO));

        assertEquals(ids, claimed(expiries));
        assertEquals(Set.of(), claimed(expiries()));
        elapse(LEASE.minusMinutes(1));
        assertEquals(Set.of(), claimed(expiries));
        elapse(Duration.ofMinutes(1));
        assertEquals(ids, claimed(expiries));
    }

    @Test
    default void aClaimTakesNoMoreThanItWasToldAndTheLongestOverdueFirst() {
        ExpiryStore expiries = expiries();
        for (int i = 0; i < 100; i++) {
            expiries.schedule("id-" + (100 + i), Duration.ofMinutes(i));
        }
        elapse(Duration.ofHours(2));
        int count = 0;
        for (int partition = 0; partition < expiries.partitions(); partition++) {
            List<String> claimed = new ArrayList<>(expiries.claim(partition, 2, LEASE));
            assertTrue(claimed.size() <= 2);
            claimed.addAll(expiries.claim(partition, 1_000, LEASE));
            assertEquals(claimed.stream().sorted().toList(), claimed);
            count += claimed.size();
        }
        assertEquals(100, count);
    }

    @Test
    default void whatIsRemovedIsNeverClaimed() {
        ExpiryStore expiries = expiries();
        Set<String> ids = ids(10);
        ids.forEach(id -> expiries.schedule(id, Duration.ZERO));

        expiries.remove("id-3");
        expiries.remove("id-3");
        expiries.remove("unknown");

        ids.remove("id-3");
        assertEquals(ids, claimed(expiries));
    }

    @Test
    default void whatIsPostponedIsClaimedThen() {
        ExpiryStore expiries = expiries();
        Instant now = Probe.stored(store()).found().created();
        expiries.schedule("postponed", Duration.ZERO);
        expiries.schedule("hardly", Duration.ZERO);

        expiries.postpone("postponed", now.plus(Duration.ofHours(1)));
        expiries.postpone("hardly", Instant.EPOCH);
        expiries.postpone("unknown", Instant.EPOCH);

        elapse(Duration.ofMinutes(1));
        assertEquals(Set.of("hardly"), claimed(expiries), "only what was there, and not before a second");
        expiries.remove("hardly");
        elapse(Duration.ofHours(1));
        assertEquals(Set.of("postponed"), claimed(expiries));
    }

    @Test
    default void anEntryOutlivesAWeekInWhichNobodyLooks() {
        ExpiryStore expiries = expiries();
        Set<String> ids = ids(10);
        ids.forEach(id -> expiries.schedule(id, Duration.ofMinutes(30)));

        elapse(Duration.ofDays(7));

        assertTrue(claimed(expiries()).containsAll(ids));
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "id-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> claimed(ExpiryStore expiries) {
        Set<String> claimed = new TreeSet<>();
        for (int partition = 0; partition < expiries.partitions(); partition++) {
            List<String> some = expiries.claim(partition, 1_000, LEASE);
            some.forEach(id -> assertTrue(claimed.add(id), () -> id + " lies in two partitions"));
        }
        return claimed;
    }
}
