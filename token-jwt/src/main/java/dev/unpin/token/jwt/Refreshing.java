package dev.unpin.token.jwt;

import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value from elsewhere that is read again and again by a thread of its own, so that no request waits for it while it
 * is fresh enough, and a failing source is asked neither by everybody nor all the time. Thread-safe.
 *
 * <p>Reading again is bounded on two accounts that do not touch each other: the schedule, which nobody can use up; and
 * what requests cause by asking for what the value does not have, at most once per {@code pause} after a success and
 * per second after a failure. One reading is under way at a time, and few requests wait for it.
 */
final class Refreshing<S> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_WAITING = 16;

    /** Reads the value; on the refreshing thread only. */
    @FunctionalInterface
    interface Source<S> {
        S read() throws Exception;
    }

    /** What the user may set. */
    record Timing(Duration every, Duration maxAge, Duration pause, Duration patience) {}

    /** A value, and when reading it began; it is at least that new. */
    private record Held<S>(S value, long readAt) {}

    private final String name;
    private final Source<S> source;
    private final Timing timing;
    private final LongSupplier nanos;
    private final ScheduledExecutorService thread;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final AtomicReference<@Nullable CompletableFuture<Held<S>>> underWay = new AtomicReference<>();
    private volatile @Nullable Held<S> held;
    private volatile @Nullable Failure lastFailure;

    /** When the last reading failed, and how. */
    private record Failure(long at, Throwable cause) {}

    Refreshing(String name, Source<S> source, Timing timing, LongSupplier nanos) {
        this.name = name;
        this.source = source;
        this.timing = timing;
        this.nanos = nanos;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "unpin " + name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Begins to read, at once and then by schedule. */
    void start() {
        CompletableFuture<Held<S>> first = new CompletableFuture<>();
        underWay.set(first);
        thread.execute(() -> read(first));
        long every = timing.every().toNanos();
        var unused = thread.scheduleWithFixedDelay(this::readBySchedule, every, every, TimeUnit.NANOSECONDS);
    }

    /** The last value, however old. */
    @Nullable
    S last() {
        Held<S> now = held;
        return now == null ? null : now.value();
    }

    /** The value, as long as it is not older than it may be; waits for the first one. */
    S value() {
        Held<S> now = held;
        if (now != null && age(now) <= timing.maxAge().toNanos()) {
            return now.value();
        }
        return await(readOnDemand(since -> isNewer(since, now))).value();
    }

    /** The value once more, newer if it did not suffice and may be read again. */
    S value(Predicate<S> suffices) {
        S value = value();
        Held<S> now = held;
        if (suffices.test(value) || (now != null && age(now) < timing.pause().toNanos())) {
            return value;
        }
        return await(readOnDemand(since -> isNewer(since, now))).value();
    }

    /** Reads again, whatever is known, and waits for it. */
    void refresh() {
        await(readOnDemand(newer -> false));
    }

    /** Takes a value that was just read by other means. */
    void accept(S value) {
        keep(new Held<>(value, nanos.getAsLong()));
    }

    /** Unless there is one already that began to be read later. */
    private synchronized Held<S> keep(Held<S> read) {
        Held<S> now = held;
        if (now != null && now.readAt() - read.readAt() > 0) {
            return now;
        }
        held = read;
        return read;
    }

    private void readBySchedule() {
        CompletableFuture<Held<S>> mine = new CompletableFuture<>();
        if (underWay.compareAndSet(null, mine)) {
            read(mine);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static <S> boolean isNewer(Held<S> value, @Nullable Held<S> than) {
        return than == null || value.readAt() - than.readAt() > 0;
    }

    private long age(Held<S> value) {
        return nanos.getAsLong() - value.readAt();
    }

    /** Reads, unless somebody else is about to or has done so since the caller looked. */
    private CompletableFuture<Held<S>> readOnDemand(Predicate<Held<S>> suffices) {
        Failure failure = lastFailure;
        if (failure != null && nanos.getAsLong() - failure.at() < RETRY_NANOS) {
            throw unavailable(failure.cause());
        }
        CompletableFuture<Held<S>> mine = new CompletableFuture<>();
        CompletableFuture<Held<S>> others = underWay.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        Held<S> since = held;
        if (since != null && suffices.test(since)) {
            underWay.compareAndSet(mine, null);
            mine.complete(since);
            return mine;
        }
        try {
            thread.execute(() -> read(mine));
        } catch (RejectedExecutionException closed) {
            underWay.compareAndSet(mine, null);
            mine.completeExceptionally(closed);
        }
        return mine;
    }

    private void read(CompletableFuture<Held<S>> result) {
        long began = nanos.getAsLong();
        try {
            Held<S> read = keep(new Held<>(source.read(), began));
            if (lastFailure != null) {
                lastFailure = null;
                LOG.info("The {} can be read again", name);
            }
            underWay.compareAndSet(result, null);
            result.complete(read);
        } catch (Throwable e) {
            if (lastFailure == null && !thread.isShutdown()) {
                LOG.warn("The {} cannot be read; going on with what is known for at most {}", name, timing.maxAge(), e);
            }
            lastFailure = new Failure(nanos.getAsLong(), e);
            underWay.compareAndSet(result, null);
            result.completeExceptionally(e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Held<S> await(CompletableFuture<Held<S>> reading) {
        if (!waiting.tryAcquire()) {
            throw unavailable(null);
        }
        try {
            return reading.get(timing.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } finally {
            waiting.release();
        }
    }

    private TokenException unavailable(@Nullable Throwable cause) {
        return new TokenException(TokenRejection.UNDECIDABLE, "the " + name + " cannot be read now", cause);
    }
}
