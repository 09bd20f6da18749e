package dev.unpin.concurrency.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.codec.Codec;
import dev.unpin.concurrency.PutResult;
import dev.unpin.concurrency.Records;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.race.Parallel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Answers are cut: a write never seems to conflict with itself, and counts once or is reported as unknown. */
class LostRecordAnswerTest {
    private static final int THREADS = 16;
    private static final int UPDATES = 20;
    private static final int ROUNDS = "faults".equals(System.getProperty("unpin.load")) ? 50 : 2;
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aWriteWhoseAnswerWasLostIsNoConflict() {
        try (FaultProxy proxy = FaultProxy.to(SERVER);
                RedisBackend redis = backend(proxy, "lost-" + System.nanoTime())) {
            Records<String> records = records(redis);
            records.put("warm", "", Condition.any());
            records.remove("warm", Condition.any());

            proxy.next(1, Fault.CUT_AFTER_SEND);
            PutResult<String> creation = records.tryPut("a", "1", Condition.absent());
            assertThat(creation.isStored()).isTrue();
            proxy.next(1, Fault.CUT_AFTER_SEND);
            PutResult<String> change = records.tryPut("a", "2", Condition.ifVersion(creation.version()));
            assertThat(change.isStored()).isTrue();
            assertThat(records.get("a").version()).isEqualTo(change.version());
            proxy.next(1, Fault.CUT_AFTER_SEND);
            assertThat(records.remove("a", Condition.present())).isTrue();
            assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(3);
        }
    }

    @Test
    void everyUpdateCountsOnceOrIsReportedAsUnknown() {
        for (int round = 0; round < ROUNDS; round++) {
            Set<String> confirmed = ConcurrentHashMap.newKeySet();
            Set<String> unknown = ConcurrentHashMap.newKeySet();
            try (FaultProxy proxy = FaultProxy.to(SERVER);
                    RedisBackend redis = backend(proxy, "lost-" + round + "-" + System.nanoTime())) {
                proxy.randomly(round, Map.of(Fault.CUT_AFTER_SEND, 0.08, Fault.CUT_BEFORE_SEND, 0.04));
                List<Callable<Void>> threads = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    Records<String> records = records(redis);
                    String name = Integer.toString(thread);
                    threads.add(() -> {
                        for (int update = 0; update < UPDATES; update++) {
                            append(records, name + "-" + update, confirmed, unknown);
                        }
                        return null;
                    });
                }
                Parallel.run(threads);
                proxy.pass();

                List<String> stored =
                        List.of(records(redis).get("all").value().strip().split(" "));
                assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isPositive();
                assertThat(stored).doesNotHaveDuplicates().containsAll(confirmed);
                Set<String> told = new HashSet<>(confirmed);
                told.addAll(unknown);
                assertThat(told).containsAll(stored).hasSize(THREADS * UPDATES);
            }
        }
    }

    /** Repeats what is known not to have happened, and nothing else. */
    private static void append(Records<String> records, String token, Set<String> confirmed, Set<String> unknown) {
        while (true) {
            try {
                records.update("all", "", all -> all + " " + token);
                confirmed.add(token);
                return;
            } catch (StoreException e) {
                if (e.effect() == Effect.UNKNOWN) {
                    unknown.add(token);
                    return;
                }
            }
        }
    }

    private static RedisBackend backend(FaultProxy proxy, String namespace) {
        return RedisBackend.builder(namespace)
                .single(proxy.uri().toString())
                .deadline(Duration.ofSeconds(20))
                .build();
    }

    private static Records<String> records(RedisBackend redis) {
        return Records.builder(RedisRecordStore.create(redis), "texts", String.class)
                .codec(new Texts())
                .updateTimeout(Duration.ofMinutes(10))
                .build();
    }

    private static final class Texts implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
