package dev.unpin.idempotency;

import dev.unpin.StoreException;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in this process's memory what was done, for tests and for services that run as one instance: it is
 * forgotten with the process. Thread-safe.
 *
 * <p>Nothing is ever evicted to make room. A record past its retention is gone at once and its memory is freed by a
 * sweep while others are created; at {@link #MAX_RECORDS} live records a new one is refused.
 */
public final class MemoryIdempotencyStore implements IdempotencyStore {
    /** How many live records fit in. */
    public static final int MAX_RECORDS = 100_000;

    private static final int FIRST_SWEEP = 1_024;
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private final ConcurrentHashMap<String, MemoryRecord> records = new ConcurrentHashMap<>();
    private final AtomicInteger sweepAt = new AtomicInteger(FIRST_SWEEP);
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.EPOCH);
    private final AtomicLong lastFence = new AtomicLong();
    /** The greatest fence of any record that was swept: what a claim up to it did may be forgotten. */
    private final AtomicLong forgottenFence = new AtomicLong();

    private final InstantSource clock;

    private MemoryIdempotencyStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryIdempotencyStore create() {
        return new MemoryIdempotencyStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time
     * @return a store on that clock
     */
    public static MemoryIdempotencyStore create(InstantSource clock) {
        return new MemoryIdempotencyStore(clock);
    }

    @Override
    public BeginReply begin(BeginRequest request) {
        Instant now = clock.instant();
        if (!records.containsKey(request.id())) {
            makeRoom(now);
        }
        Step<BeginReply> step = new Step<>();
        records.compute(request.id(), (id, there) -> {
            MemoryRecord record = there == null || there.isOver(now) ? null : there;
            return step.answer(there, judge(request, record, now));
        });
        return step.reply();
    }

    private Judged<BeginReply> judge(BeginRequest request, @Nullable MemoryRecord record, Instant now) {
        boolean resolving = request.intent() == BeginRequest.Intent.RESOLVE;
        if (record == null) {
            return resolving
                    ? Judged.unchanged(BeginReply.of(BeginReply.Status.NOTHING))
                    : begun(MemoryRecord.first(request, nextFence(now), now));
        }
        if (!resolving && !record.claim().fingerprint().equals(request.fingerprint())) {
            return Judged.unchanged(BeginReply.of(BeginReply.Status.MISMATCH));
        }
        if (record.state() == MemoryRecord.State.COMPLETED) {
            return Judged.unchanged(record.replay(now));
        }
        if (record.claim().owner().equals(request.owner())) {
            return record.state() == MemoryRecord.State.RUNNING
                    ? begun(record.renewed(now.plus(request.lease()), now.plus(request.retention())))
                    : Judged.unchanged(BeginReply.of(BeginReply.Status.LATE));
        }
        if (record.isLeased(now)) {
            return Judged.unchanged(BeginReply.busy(Duration.between(now, record.leaseEnd())));
        }
        if (record.state() == MemoryRecord.State.RELEASED) {
            return resolving
                    ? Judged.unchanged(BeginReply.of(BeginReply.Status.NOTHING))
                    : begun(record.next(request, nextFence(now), now));
        }
        return request.intent() == BeginRequest.Intent.RUN_UNLESS_LAPSED
                ? Judged.unchanged(BeginReply.of(BeginReply.Status.ABANDONED))
                : begun(record.next(request, nextFence(now), now));
    }

    private static Judged<BeginReply> begun(MemoryRecord record) {
        return new Judged<>(record.begun(), record);
    }

    @Override
    public ClaimReply renew(Claim claim, Duration lease, Duration retention) {
        Instant now = clock.instant();
        return byClaim(claim, now, record -> record.renewed(now.plus(lease), now.plus(retention)));
    }

    @Override
    public ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention) {
        Instant now = clock.instant();
        return byClaim(claim, now, record -> {
            MemoryRecord kept = record.isOver(now) ? record.renewed(now, now.plus(retention)) : record;
            return kept.with(checkpoint);
        });
    }

    @Override
    public ClaimReply complete(Claim claim, byte[] result, Duration retention) {
        byte[] copy = result.clone();
        Instant now = clock.instant();
        return byClaim(claim, now, record -> record.completed(copy, now, retention));
    }

    @Override
    public ClaimReply giveUp(Claim claim, Ending ending) {
        Instant now = clock.instant();
        MemoryRecord.State state = ending == Ending.RELEASED ? MemoryRecord.State.RELEASED : MemoryRecord.State.LAPSED;
        Step<ClaimReply> step = new Step<>();
        records.compute(claim.id(), (id, there) -> {
            if (there == null || there.isOver(now)) {
                return step.answer(there, Judged.unchanged(ClaimReply.ok()));
            }
            boolean again = there.isOf(claim) && there.state() == state;
            boolean holds = there.isOf(claim) && there.state() == MemoryRecord.State.RUNNING;
            return step.answer(
                    there,
                    holds
                            ? new Judged<>(ClaimReply.ok(), there.ended(state, now))
                            : Judged.unchanged(again ? ClaimReply.ok() : there.lost(now)));
        });
        return step.reply();
    }

    @Override
    public void ping() {}

    /** Changes the record of a claim that holds; what is not there is restored if no later claim can have been. */
    private ClaimReply byClaim(Claim claim, Instant now, UnaryOperator<MemoryRecord> change) {
        Step<ClaimReply> step = new Step<>();
        records.compute(claim.id(), (id, there) -> {
            if (there == null
                    ? claim.fence() <= forgottenFence.get()
                    : there.claim().fence() > claim.fence()) {
                return step.answer(
                        there,
                        Judged.unchanged(
                                there == null || there.isOver(now) ? ClaimReply.lost(Duration.ZERO) : there.lost(now)));
            }
            MemoryRecord record = there == null || there.isOver(now) ? MemoryRecord.restored(claim, now) : there;
            if (!record.isOf(claim)) {
                return step.answer(there, Judged.unchanged(record.lost(now)));
            }
            return switch (record.state()) {
                case RUNNING -> step.answer(there, new Judged<>(ClaimReply.ok(), change.apply(record)));
                case COMPLETED -> step.answer(there, Judged.unchanged(ClaimReply.ok()));
                case RELEASED, LAPSED -> step.answer(there, Judged.unchanged(record.lost(now)));
            };
        });
        return step.reply();
    }

    private long nextFence(Instant now) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return lastFence.updateAndGet(last -> Math.max(last + 1, micros));
    }

    /** Sweeps when the number of records has doubled, and at most once a second, so that a full store costs no more. */
    private void makeRoom(Instant now) {
        if (records.size() < sweepAt.get()) {
            return;
        }
        Instant last = lastSweep.get();
        if (!now.isBefore(last.plus(BETWEEN_SWEEPS)) && lastSweep.compareAndSet(last, now)) {
            records.values().removeIf(record -> {
                if (!record.isOver(now)) {
                    return false;
                }
                forgottenFence.accumulateAndGet(record.claim().fence(), Math::max);
                return true;
            });
            sweepAt.set(Math.min(MAX_RECORDS, Math.max(FIRST_SWEEP, 2 * records.size())));
        }
        if (records.size() >= MAX_RECORDS) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_RECORDS
                            + " idempotency records, the most it may; use a shared store",
                    null);
        }
    }

    /** An answer, and the record as it is then; no record if it stays as it was. */
    private record Judged<R>(R reply, @Nullable MemoryRecord changed) {
        static <R> Judged<R> unchanged(R reply) {
            return new Judged<>(reply, null);
        }
    }

    /** Carries an answer out of {@link ConcurrentHashMap#compute}. */
    private static final class Step<R> {
        private @Nullable R reply;

        @Nullable
        MemoryRecord answer(@Nullable MemoryRecord there, Judged<R> judged) {
            reply = judged.reply();
            return judged.changed() == null ? there : judged.changed();
        }

        R reply() {
            return Objects.requireNonNull(reply);
        }
    }
}
