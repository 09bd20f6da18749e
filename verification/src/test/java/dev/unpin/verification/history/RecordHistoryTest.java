package dev.unpin.verification.history;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.concurrency.PutResult;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.redis.RedisRecordStore;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.testkit.history.History;
import dev.unpin.testkit.history.RegisterModel;
import dev.unpin.testkit.history.RegisterModel.Answer;
import dev.unpin.testkit.history.RegisterModel.Applied;
import dev.unpin.testkit.history.RegisterModel.Call;
import dev.unpin.testkit.history.RegisterModel.CompareAndSet;
import dev.unpin.testkit.history.RegisterModel.Conflict;
import dev.unpin.testkit.history.RegisterModel.Read;
import dev.unpin.testkit.history.RegisterModel.Value;
import dev.unpin.testkit.history.RegisterModel.Write;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each record is a linearizable register with compare-and-set, whatever became of the calls nobody knows about. */
class RecordHistoryTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    private final AtomicLong values = new AtomicLong();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyRecordIsALinearizableRegister() {
        new FaultyHistories<>(SERVER, RegisterModel.create()).assertSound(callers(UnaryOperator.identity()));
    }

    @Test
    void aBlindRetryIsCaught() {
        new FaultyHistories<>(SERVER, RegisterModel.create()).assertCaught(callers(BlindRetries::new));
    }

    private FaultyHistories.Callers<Call, Answer> callers(UnaryOperator<RecordStore> store) {
        return (redis, key, number, history) -> {
            Records<Long> records = Records.builder(store.apply(RedisRecordStore.create(redis)), "numbers", Long.class)
                    .codec(new Numbers())
                    .build();
            return new Caller(records, key, history, new Random(number));
        };
    }

    /** Reads, writes, and writes on what it has seen, at random; never repeats anything. */
    private final class Caller implements Runnable {
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

        @Override
        public void run() {
            for (int call = 0; call < FaultyHistories.CALLS; call++) {
                switch (random.nextInt(4)) {
                    case 0 -> FaultyHistories.note(history, new Read(), this::read);
                    case 1 -> {
                        long value = values.incrementAndGet();
                        FaultyHistories.note(history, new Write(value), () -> write(value));
                    }
                    default -> {
                        long value = values.incrementAndGet();
                        FaultyHistories.note(history, new CompareAndSet(seen, value), () -> compareAndSet(value));
                    }
                }
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
}
