package dev.unpin.idempotency.caffeine;

import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The shared store beneath: counts what it is asked, loses what it is told to, and can let its answers travel. */
final class CountedStore implements IdempotencyStore {
    private final InstantSource clock;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<Runnable> beforeNextBegin = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> afterNextBegin = new AtomicReference<>(() -> {});
    private volatile IdempotencyStore store;

    CountedStore(InstantSource clock) {
        this.clock = clock;
        this.store = MemoryIdempotencyStore.create(clock);
    }

    int calls() {
        return calls.get();
    }

    void loseEverything() {
        store = MemoryIdempotencyStore.create(clock);
    }

    /** Happens when the next begin has been sent, and before it arrives. */
    void beforeNextBegin(Runnable what) {
        beforeNextBegin.set(what);
    }

    /** Happens when the next begin has been judged, and before its answer arrives. */
    void afterNextBegin(Runnable what) {
        afterNextBegin.set(what);
    }

    private IdempotencyStore asked() {
        calls.incrementAndGet();
        return store;
    }

    @Override
    public BeginReply begin(BeginRequest request) {
        beforeNextBegin.getAndSet(() -> {}).run();
        BeginReply reply = asked().begin(request);
        afterNextBegin.getAndSet(() -> {}).run();
        return reply;
    }

    @Override
    public ClaimReply renew(Claim claim, Duration lease, Duration retention) {
        return asked().renew(claim, lease, retention);
    }

    @Override
    public ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention) {
        return asked().checkpoint(claim, checkpoint, retention);
    }

    @Override
    public ClaimReply complete(Claim claim, byte[] result, Duration retention) {
        return asked().complete(claim, result, retention);
    }

    @Override
    public ClaimReply giveUp(Claim claim, Ending ending) {
        return asked().giveUp(claim, ending);
    }

    @Override
    public void ping() {
        asked().ping();
    }
}
