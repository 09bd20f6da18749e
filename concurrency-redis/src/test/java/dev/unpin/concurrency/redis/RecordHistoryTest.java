package dev.unpin.concurrency.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.codec.Codec;
import dev.unpin.concurrency.PutResult;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.history.History;
import dev.unpin.testkit.history.HistoryChecker;
import dev.unpin.testkit.history.Operation;
import dev.unpin.testkit.history.RegisterModel;
import dev.unpin.testkit.history.RegisterModel.Answer;
import dev.unpin.testkit.history.RegisterModel.Applied;
import dev.unpin.testkit.history.RegisterModel.Call;
import dev.unpin.testkit.history.RegisterModel.CompareAndSet;
import dev.unpin.testkit.history.RegisterModel.Conflict;
import dev.unpin.testkit.history.RegisterModel.Read;
import dev.unpin.testkit.history.RegisterModel.Value;
import dev.unpin.testkit.history.RegisterModel.Write;
import dev.unpin.testkit.race.Parallel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Many short histories of records over a real Redis whose answers are cut, held back and swallowed: each record behaves
 * as a linearizable register with compare-and-set, whatever became of the calls whose outcome is unknown.
 */
class RecordHistoryTest {
    private static final int OPERATIONS = "faults".equals(System.getProperty("unpin.load")) ? 1_000_000 : 5_000;
    /** So many callers share a record, and so many times each calls it. */
    private static final int CALLERS = 4;

    private static final int CALLS = 10;
    private static final int RECORDS_AT_ONCE = 8;
    private static final int BATCH = RECORDS_AT_ONCE * CALLERS * CALLS;
    private static final Map<Fault, Double> FAULTS = Map.of(
            Fault.CUT_AFTER_SEND,
            0.03,
            Fault.CUT_BEFORE_SEND,
            0.02,
            Fault.HALF_ANSWER_THEN_CUT,
            0.02,
            Fault.HALF_ANSWER_THEN_SILENCE,
            0.06,
            Fault.delayRequest(Duration.ofMillis(150)),
            0.06);
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    private final AtomicLong values = new AtomicLong();
    private final String namespace = "history-" + System.nanoTime();
    private long operations;
    private long unknown;
    private final List<String> violations = new ArrayList<>();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyRecordIsALinearizableRegister() {
        while (operations < OPERATIONS) {
            run(UnaryOperator.identity());
        }
        assertThat(violations).isEmpty();
        assertThat((double) unknown / operations).isGreaterThanOrEqualTo(0.05);
    }

    @Test
    void aBlindRetryIsCaught() {
        for (int batch = 0; batch < 20 && violations.isEmpty(); batch++) {
            run(BlindRetries::new);
        }
        assertThat(violations).isNotEmpty();
    }

    /** One batch: some records, each with its callers, all at the same time. */
    private void run(UnaryOperator<RecordStore> store) {
        try (FaultProxy proxy = FaultProxy.to(SERVER);
                RedisBackend redis = RedisBackend.builder(namespace)
                        .single(proxy.uri().toString())
                        .deadline(Duration.ofMillis(100))
                        .attemptTimeout(Duration.ofMillis(100)) // silence is not resent in time; what is cut is
                        .maxConnections(RECORDS_AT_ONCE * CALLERS)
                        .build()) {
            Records<Long> records = Records.builder(store.apply(RedisRecordStore.create(redis)), "numbers", Long.class)
                    .codec(new Numbers())
                    .build();
            proxy.randomly(operations, FAULTS);
            List<History<Call, Answer>> histories = new ArrayList<>();
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int record = 0; record < RECORDS_AT_ONCE; record++) {
                History<Call, Answer> history = History.create();
                histories.add(history);
                String key = operations + "-" + record + "-" + values.incrementAndGet();
                for (int caller = 0; caller < CALLERS; caller++) {
                    Random random = new Random(values.get() * CALLERS + caller);
                    callers.add(() -> {
                        new Caller(records, key, history, random).run();
                        return CALLS;
                    });
                }
            }
            Parallel.run(callers);
            histories.forEach(this::judge);
            operations += BATCH;
        }
    }

    private void judge(History<Call, Answer> history) {
        List<Operation<Call, Answer>> all = history.operations();
        unknown += all.stream().filter(Operation::isUnknown).count();
        HistoryChecker.of(RegisterModel.create()).violation(all).ifPresent(violations::add);
    }

    /** Reads, writes, and writes on what it has seen, at random; never repeats anything. */
    private final class Caller {
        private final Records<Long> records;
        private final String key;
        private final History<Call, Answer> history;
        private final Random random;
        private long seen = RegisterModel.ABSENT;
        private Condition unchanged = Condition.absent();

        Caller(Records<Long> records, String key, History<Call, Answer> history, Random random) {
            this.records = records;
            this.key = key;
            this.history = history;
            this.random = random;
        }

        void run() {
            for (int call = 0; call < CALLS; call++) {
                switch (random.nextInt(4)) {
                    case 0 -> note(new Read(), this::read);
                    case 1 -> {
                        long value = values.incrementAndGet();
                        note(new Write(value), () -> write(value));
                    }
                    default -> {
                        long value = values.incrementAndGet();
                        note(new CompareAndSet(seen, value), () -> compareAndSet(value));
                    }
                }
            }
        }

        private void note(Call call, Callable<Answer> action) {
            History<Call, Answer>.Running running = history.begin(call);
            try {
                running.answered(action.call());
            } catch (StoreException e) {
                // whatever became of reading changed nothing
                if (e.effect() == Effect.UNKNOWN && !(call instanceof Read)) {
                    running.unknown();
                } else {
                    running.refused();
                }
            } catch (Exception e) {
                throw new AssertionError(call + " failed", e);
            }
        }

        private Answer read() {
            records.find(key)
                    .ifPresentOrElse(
                            found -> saw(found.value(), Condition.ifVersion(found.version())),
                            () -> saw(RegisterModel.ABSENT, Condition.absent()));
            return new Value(seen);
        }

        private Answer write(long value) {
            saw(value, Condition.ifVersion(records.put(key, value, Condition.any())));
            return new Applied();
        }

        private Answer compareAndSet(long value) {
            PutResult<Long> result = records.tryPut(key, value, unchanged);
            if (result.isStored()) {
                saw(value, Condition.ifVersion(result.version()));
                return new Applied();
            }
            result.current()
                    .ifPresentOrElse(
                            found -> saw(found.value(), Condition.ifVersion(found.version())),
                            () -> saw(RegisterModel.ABSENT, Condition.absent()));
            return new Conflict(seen);
        }

        private void saw(long value, Condition condition) {
            seen = value;
            unchanged = condition;
        }
    }

    /** The planted bug: who gets no answer just writes again, as if it were another write. */
    private static final class BlindRetries implements RecordStore {
        private final RecordStore store;

        BlindRetries(RecordStore store) {
            this.store = store;
        }

        @Override
        public RecordReply write(RecordWrite write) {
            try {
                return store.write(write);
            } catch (StoreException e) {
                return store.write(RecordWrite.of(
                        write.collection(),
                        write.key(),
                        write.writeId() + 1,
                        condition(write),
                        write.value(),
                        write.timeToLive(),
                        write.tombstone()));
            }
        }

        private static Condition condition(RecordWrite write) {
            return switch (write.kind()) {
                case ABSENT -> Condition.absent();
                case PRESENT -> Condition.present();
                case ANY -> Condition.any();
                default ->
                    Condition.ifVersion(
                            new Version(write.versions().iterator().next().toString()));
            };
        }

        @Override
        public Optional<StoredRecord> find(String collection, String key) {
            return store.find(collection, key);
        }

        @Override
        public Map<String, StoredRecord> findAll(String collection, Set<String> keys) {
            return store.findAll(collection, keys);
        }

        @Override
        public void ping() {
            store.ping();
        }
    }

    private static final class Numbers implements Codec<Long> {
        @Override
        public byte[] encode(Long value) {
            return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        }

        @Override
        public Long decode(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getLong();
        }
    }
}
