package dev.unpin.verification.history;

import dev.unpin.StoreException;
import dev.unpin.concurrency.redis.RedisLockStore;
import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.testkit.history.History;
import dev.unpin.testkit.history.LockModel;
import dev.unpin.testkit.history.LockModel.Acquire;
import dev.unpin.testkit.history.LockModel.Answer;
import dev.unpin.testkit.history.LockModel.Busy;
import dev.unpin.testkit.history.LockModel.Call;
import dev.unpin.testkit.history.LockModel.Done;
import dev.unpin.testkit.history.LockModel.Granted;
import dev.unpin.testkit.history.LockModel.Lost;
import dev.unpin.testkit.history.LockModel.Release;
import dev.unpin.testkit.history.LockModel.Renew;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Nobody is granted a lock that another holds, and fences rise, whatever became of the calls nobody knows about. */
class LockHistoryTest {
    /** Longer than any history, so that a lease never explains why two have the lock. */
    private static final Duration LEASE = Duration.ofHours(1);

    /** How the model names a grant of which its holder was not told. */
    private static final long UNTOLD = -1;

    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyLockHasOneHolderAtATime() {
        new FaultyHistories<>(SERVER, LockModel.leasesOutlast()).assertSound(callers(UnaryOperator.identity()));
    }

    @Test
    void aBlindRetryIsCaught() {
        new FaultyHistories<>(SERVER, LockModel.leasesOutlast()).assertCaught(callers(BlindRetries::new));
    }

    private static FaultyHistories.Callers<Call, Answer> callers(UnaryOperator<LockStore> store) {
        return (redis, key, number, history) ->
                new Caller(store.apply(RedisLockStore.create(redis)), key, history, new Random(number));
    }

    /** Takes the lock, holds it for a few calls, and gives it back. */
    private static final class Caller implements Runnable {
        private final LockStore locks;
        private final String key;
        private final History<Call, Answer> history;
        private final Random random;
        private @Nullable LockRequest held;
        private long fence;

        Caller(LockStore locks, String key, History<Call, Answer> history, Random random) {
            this.locks = locks;
            this.key = key;
            this.history = history;
            this.random = random;
        }

        @Override
        public void run() {
            for (int call = 0; call < FaultyHistories.CALLS; call++) {
                LockRequest mine = held;
                if (mine == null) {
                    acquire(new LockRequest(key, LockOwner.create(random), LEASE, Durability.none()));
                } else if (random.nextInt(3) == 0) {
                    FaultyHistories.note(history, new Renew(fence), () -> renew(mine));
                } else {
                    held = null;
                    FaultyHistories.note(history, new Release(fence), () -> release(mine));
                }
            }
        }

        /** Of what may have been taken nobody knows the fence; as {@code Locks} does, it is given back. */
        private void acquire(LockRequest request) {
            FaultyHistories.note(history, new Acquire(), () -> {
                try {
                    return take(request);
                } catch (StoreException e) {
                    giveBack(request);
                    throw e;
                }
            });
        }

        private void giveBack(LockRequest request) {
            history.begin(new Release(UNTOLD)).unknown();
            try {
                locks.release(key, request.owner());
            } catch (StoreException e) {
                // noted as unknown already
            }
        }

        private Answer take(LockRequest request) {
            LockReply reply = locks.acquire(request);
            if (reply.status() != LockReply.Status.TAKEN) {
                return new Busy();
            }
            held = request;
            fence = reply.fence();
            return new Granted(fence);
        }

        private Answer renew(LockRequest request) {
            return locks.renew(request).status() == LockReply.Status.TAKEN ? new Done() : new Lost();
        }

        private Answer release(LockRequest request) {
            locks.release(key, request.owner());
            return new Done();
        }
    }

    /** The planted bug: who gets no answer just asks again, as if it were somebody else. */
    private static final class BlindRetries implements LockStore {
        private final LockStore store;

        BlindRetries(LockStore store) {
            this.store = store;
        }

        @Override
        public LockReply acquire(LockRequest request) {
            try {
                return store.acquire(request);
            } catch (StoreException e) {
                LockOwner other = LockOwner.create(new Random(request.owner().hashCode()));
                return store.acquire(new LockRequest(request.name(), other, request.lease(), request.durability()));
            }
        }

        @Override
        public LockReply renew(LockRequest request) {
            return store.renew(request);
        }

        @Override
        public void release(String name, LockOwner owner) {
            store.release(name, owner);
        }

        @Override
        public void ping() {
            store.ping();
        }
    }
}
