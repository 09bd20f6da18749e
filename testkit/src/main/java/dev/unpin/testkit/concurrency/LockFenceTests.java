package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.Locks;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Fences rise, whatever becomes of the lock. */
interface LockFenceTests extends LockStoreFixture {
    @Test
    default void fencesRiseOverReleases() {
        long last = 0;
        for (int i = 0; i < 50; i++) {
            Holder holder = new Holder(store());
            long fence = holder.taken();
            assertTrue(fence > last, fence + " after " + last);
            last = fence;
            holder.release();
        }
    }

    @Test
    default void fencesRiseOverExpiryAndOverWhateverIsForgotten() {
        long first = new Holder(store()).taken();
        elapse(Holder.LEASE);
        long second = new Holder(store()).taken();
        elapse(Duration.ofDays(3));
        long third = new Holder(store()).taken();

        assertTrue(first < second && second < third, first + ", " + second + ", " + third);
    }

    @Test
    default void renewalKeepsTheFence() {
        Holder holder = new Holder(store());
        long fence = holder.taken();
        elapse(Duration.ofSeconds(5));

        assertEquals(fence, holder.renew().fence());
    }

    @Test
    default void ofManyThreadsOneAtATimeHoldsTheLockAndFencesTellTheirOrder() {
        int each = "faults".equals(System.getProperty("unpin.load")) ? 50 : 5;
        List<Long> fences = Collections.synchronizedList(new ArrayList<>());
        int[] unguarded = new int[1];
        List<Callable<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Locks locks = Locks.create(store());
            threads.add(() -> {
                for (int n = 0; n < each; n++) {
                    try (Lease lease = locks.acquire("hot", Duration.ofHours(1), Duration.ofMinutes(20))) {
                        unguarded[0]++;
                        fences.add(lease.fence());
                    }
                }
                return null;
            });
        }

        Parallel.run(threads);

        assertEquals(8 * each, unguarded[0]);
        assertEquals(List.copyOf(new TreeSet<>(fences)), fences, "strictly rising in the order of the holders");
    }
}
