package dev.unpin.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.token.spi.RevokedId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Much is remembered in little memory, by one writer under many readers. */
class RevocationTableTest {
    private final RevocationTable table = new RevocationTable(cutoff -> false, end -> false);

    @Test
    void itHoldsWhatAMapWouldHold() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<RevokedId, Long> map = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            // Few different halves: many ids that begin alike, and many that come again with an earlier or later time.
            RevokedId id = new RevokedId(1 + random.nextInt(300), random.nextInt(300));
            long millis = random.nextInt(1_000);
            table.put(id, millis);
            map.merge(id, millis, Math::max);
        }

        assertThat(table.size()).as("seed " + seed).isEqualTo(map.size());
        assertThat(map.entrySet()).as("seed " + seed).allMatch(entry -> table.find(entry.getKey()) == entry.getValue());
        assertThat(table.find(new RevokedId(400, 1))).isEqualTo(RevocationTable.ABSENT);
    }

    @Test
    void aMillionTakeAtMostSixtyFourBytesEachAtEverySize() {
        Random random = new Random(1);
        double most = 0;
        for (int i = 1; i <= 1_000_000; i++) {
            table.put(new RevokedId(random.nextLong() | 1, random.nextLong()), 1);
            if (i > 1_000) {
                most = Math.max(most, (double) table.bytes() / i);
            }
        }
        assertThat(table.size()).isEqualTo(1_000_000);
        assertThat(most).isLessThanOrEqualTo(64);
    }

    @Test
    void whatIsOverIsLeftBehind() {
        RevocationTable forgetting = new RevocationTable(cutoff -> cutoff < 500, end -> end < 500);
        for (int i = 0; i < 100_000; i++) {
            forgetting.put(new RevokedId((long) i << 32 | 1, i), i % 1_000 == 0 ? 600 : 100);
        }

        assertThat(forgetting.size()).isLessThan(1_000);
        for (int i = 0; i < 100_000; i += 1_000) {
            assertThat(forgetting.find(new RevokedId((long) i << 32 | 1, i))).isEqualTo(600);
        }
    }

    @Test
    void whatIsInIsSeenByEveryReaderWhileTheTableGrows() {
        int count = 20_000;
        int readers = 2;
        int[] written = new int[1];
        Object lock = new Object();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Long>> reading = new ArrayList<>();
        for (int reader = 0; reader < readers; reader++) {
            Random random = new Random(reader);
            reading.add(CompletableFuture.supplyAsync(() -> {
                long missed = 0;
                while (!done.get()) {
                    int known;
                    synchronized (lock) {
                        known = written[0];
                    }
                    if (known > 0) {
                        int i = random.nextInt(known);
                        missed += table.find(id(i)) == i ? 0 : 1;
                    }
                }
                return missed;
            }));
        }
        for (int i = 0; i < count; i++) {
            table.put(id(i), i);
            synchronized (lock) {
                written[0] = i + 1;
            }
        }
        done.set(true);

        for (CompletableFuture<Long> reader : reading) {
            assertThat(reader.join()).isZero();
        }
    }

    private static RevokedId id(int i) {
        return new RevokedId((i + 1) * 0x9E3779B97F4A7C15L, i);
    }
}
