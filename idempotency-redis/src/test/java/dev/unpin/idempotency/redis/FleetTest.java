package dev.unpin.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.idempotency.redis.InstanceMain.Lines;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four clients ask three instances, each a process, for the same payments, and repeat what was not answered, while
 * instances are killed and paused and answers of the store are cut.
 */
class FleetTest {
    private static final boolean LARGE = "faults".equals(System.getProperty("unpin.load"));
    private static final int KEYS = LARGE ? 100_000 : 1_000;
    private static final int CLIENTS = 4;
    private static final int THREADS_PER_CLIENT = LARGE ? 16 : 4;
    private static final int INSTANCES = 3;
    private static final int FAULTS = LARGE ? 200 : 6;

    private final AtomicReferenceArray<Instance> fleet = new AtomicReferenceArray<>(INSTANCES);
    private final String[][] answers = new String[CLIENTS][KEYS];
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyKeyHasOneEffectAndOneAnswerWhateverHappensToTheInstances() throws Exception {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn();
                FaultProxy proxy = FaultProxy.to(server);
                Ledger ledger = Ledger.start()) {
            try {
                for (int i = 0; i < INSTANCES; i++) {
                    fleet.set(i, Instance.start(proxy.uri(), ledger.port()));
                }
                proxy.randomly(4711, Map.of(Fault.CUT_AFTER_SEND, 0.01, Fault.CUT_BEFORE_SEND, 0.005));
                CountDownLatch finished = new CountDownLatch(CLIENTS * THREADS_PER_CLIENT);
                List<Future<?>> clients = startClients(finished);
                breakInstances(finished, proxy, ledger);
                for (Future<?> client : clients) {
                    client.get();
                }
                assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isPositive();
            } finally {
                for (int i = 0; i < INSTANCES; i++) {
                    Instance instance = fleet.get(i);
                    if (instance != null) {
                        instance.close();
                    }
                }
            }
            assertOneEffectAndOneAnswer(ledger);
        }
    }

    private void assertOneEffectAndOneAnswer(Ledger ledger) {
        assertThat(ledger.effects()).isEqualTo(KEYS);
        assertThat(ledger.keysByPurpose())
                .hasSize(KEYS)
                .allSatisfy((key, keys) -> assertThat(keys).hasSize(1));
        Set<String> receipts = new HashSet<>();
        for (int key = 0; key < KEYS; key++) {
            for (int client = 1; client < CLIENTS; client++) {
                assertThat(answers[client][key]).isEqualTo(answers[0][key]);
            }
            receipts.add(answers[0][key]);
        }
        assertThat(receipts).hasSize(KEYS);
        assertThat(ledger.repetitions())
                .as("instances died or were paused in the middle")
                .isPositive();
    }

    private List<Future<?>> startClients(CountDownLatch finished) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS * THREADS_PER_CLIENT);
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            for (int part = 0; part < THREADS_PER_CLIENT; part++) {
                List<Integer> keys = new ArrayList<>();
                for (int key = part; key < KEYS; key += THREADS_PER_CLIENT) {
                    keys.add(key);
                }
                // Nearly the same order, so that clients meet at the same keys.
                Random random = new Random(client * 31L + part);
                String[] mine = answers[client];
                running.add(threads.submit(() -> {
                    try {
                        new Client(random).askFor(keys, mine);
                    } finally {
                        finished.countDown();
                    }
                    return null;
                }));
            }
        }
        threads.shutdown();
        return running;
    }

    /** Kills or pauses one instance after another, whenever the clients have come a good way further. */
    private void breakInstances(CountDownLatch finished, FaultProxy proxy, Ledger ledger) throws Exception {
        int total = CLIENTS * KEYS;
        for (int fault = 1; fault <= FAULTS; fault++) {
            while (answered.get() < (long) total * fault / (FAULTS + 1)) {
                if (finished.await(5, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            int victim = fault % INSTANCES;
            if (fault % 2 == 0) {
                fleet.get(victim).pause();
                finished.await(2 * InstanceMain.LEASE.toMillis(), TimeUnit.MILLISECONDS);
                fleet.get(victim).resume();
            } else {
                fleet.get(victim).kill();
                fleet.set(victim, Instance.start(proxy.uri(), ledger.port()));
            }
        }
    }

    private final class Client {
        private final Random random;

        Client(Random random) {
            this.random = random;
        }

        void askFor(List<Integer> keys, String[] mine) {
            int next = 0; // what comes before has its answer
            while (next < keys.size()) {
                try (Lines instance = fleet.get(random.nextInt(INSTANCES)).connect()) {
                    // A connection is used for a while, then another instance has its turn.
                    for (int i = 0; i < 20 && next < keys.size(); i++) {
                        Collections.swap(keys, next, next + random.nextInt(Math.min(3, keys.size() - next)));
                        int key = keys.get(next);
                        instance.write("key-" + key);
                        String answer = instance.read();
                        if (answer == null) {
                            break;
                        }
                        if (answer.startsWith("OK ")) {
                            mine[key] = answer.substring(3);
                            next++;
                            answered.incrementAndGet();
                        } else {
                            thinkUpTo(10, random);
                            Collections.swap(keys, next, next + random.nextInt(keys.size() - next));
                        }
                    }
                } catch (IOException e) {
                    thinkUpTo(20, random); // dead or paused: the next one
                }
            }
        }

        /** As people do between two tries; nothing is waited for. */
        private static void thinkUpTo(int millis, Random random) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(millis)));
        }
    }
}
