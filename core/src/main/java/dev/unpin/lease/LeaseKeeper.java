package dev.unpin.lease;

import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews one lease at every third of it, up to a maximum, and tells of its loss: when the store says so, and at the
 * latest a tenth of the lease before the store could give it to someone else. Thread-safe.
 *
 * <p>Time is this process's own, counted from before each request was sent, so it is over here before it is over at the
 * store; and it goes on while the process is paused.
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final ScheduledThreadPoolExecutor TIMER = timer();
    private static final Executor WORKERS = Executors.newCachedThreadPool(task -> daemon(task, "unpin-lease"));

    /** Leases that a moment ago were taken, and most of which are closed long before their first renewal. */
    private static final Queue<LeaseKeeper> NEW = new ConcurrentLinkedQueue<>();

    private static final AtomicBoolean SIFTING = new AtomicBoolean();
    private static final long SIFT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long leaseNanos;
    private final long marginNanos;
    private final long lastRenewalNanos;
    private final BooleanSupplier renewal;
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile long endNanos;
    private volatile State state = State.HELD;
    private @Nullable Future<?> nextRenewal;
    private @Nullable Future<?> watch;

    private enum State {
        HELD,
        LOST,
        CLOSED
    }

    private LeaseKeeper(long takenNanos, Duration lease, Duration maximum, BooleanSupplier renewal) {
        this.leaseNanos = lease.toNanos();
        this.marginNanos = leaseNanos / 10;
        this.endNanos = takenNanos + leaseNanos - marginNanos;
        this.lastRenewalNanos = takenNanos + maximum.toNanos() - leaseNanos;
        this.renewal = renewal;
    }

    /**
     * Starts to renew.
     *
     * @param takenNanos {@link System#nanoTime} before the request was sent that took the lease
     * @param lease how long it holds after each renewal
     * @param maximum how long it is held at most; at least as long as the lease
     * @param renewal renews it; false if the store says that it is lost; an exception is no answer, and tried again
     * @return a keeper, to be closed
     */
    public static LeaseKeeper start(long takenNanos, Duration lease, Duration maximum, BooleanSupplier renewal) {
        LeaseKeeper keeper = new LeaseKeeper(takenNanos, lease, maximum, renewal);
        if (keeper.leaseNanos / 3 < 2 * SIFT_NANOS) {
            keeper.renewIn(keeper.leaseNanos / 3);
            return keeper;
        }
        // To give the timer a task wakes its thread, which costs more than all else that is done for a short lease.
        NEW.add(keeper);
        if (SIFTING.compareAndSet(false, true)) {
            Future<?> unused = TIMER.schedule(LeaseKeeper::sift, SIFT_NANOS, TimeUnit.NANOSECONDS);
        }
        return keeper;
    }

    private static void sift() {
        SIFTING.set(false);
        for (LeaseKeeper keeper = NEW.poll(); keeper != null; keeper = NEW.poll()) {
            keeper.renewIn(Math.max(0, keeper.remainingNanos() + keeper.marginNanos - keeper.leaseNanos / 3 * 2));
        }
    }

    /**
     * Tells whether the lease is held for certain; no request.
     *
     * @return false from the moment on in which the store could give it to someone else
     */
    public boolean held() {
        return state == State.HELD && remainingNanos() > 0;
    }

    /**
     * Tells for how long the lease is held for certain, unless it is renewed; no request.
     *
     * @return zero if it is not
     */
    public Duration remaining() {
        return held() ? Duration.ofNanos(Math.max(0, remainingNanos())) : Duration.ZERO;
    }

    /**
     * Has a listener told when the lease is lost; at once if it is lost already, never if it is closed before.
     *
     * @param listener called once, on a thread of the keeper's
     */
    public void onLost(Runnable listener) {
        synchronized (this) {
            if (state != State.LOST) {
                listeners.add(listener);
                return;
            }
        }
        WORKERS.execute(() -> tell(listener));
    }

    /**
     * Takes note of a renewal by another request.
     *
     * @param sentNanos {@link System#nanoTime} before that request was sent
     */
    public synchronized void renewed(long sentNanos) {
        endNanos = sentNanos + leaseNanos - marginNanos;
    }

    /** Takes note of a loss that another request has learnt of. */
    public void lost() {
        List<Runnable> told;
        synchronized (this) {
            if (state != State.HELD) {
                return;
            }
            state = State.LOST;
            cancel();
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> WORKERS.execute(() -> tell(listener)));
    }

    /** Ends the renewals; whatever answer is still under way is of no interest. */
    @Override
    public synchronized void close() {
        if (state == State.HELD) {
            state = State.CLOSED;
        }
        cancel();
    }

    private void cancel() {
        if (nextRenewal != null) {
            nextRenewal.cancel(false);
        }
        if (watch != null) {
            watch.cancel(false);
        }
    }

    private synchronized void renewIn(long nanos) {
        if (state == State.HELD) {
            nextRenewal = TIMER.schedule(() -> WORKERS.execute(this::renew), nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** A request may hang for longer than the lease, so somebody else looks at the clock. */
    private synchronized void watch() {
        if (state == State.HELD) {
            watch = TIMER.schedule(this::look, Math.max(0, remainingNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        if (remainingNanos() > 0) {
            watch();
        } else {
            lost();
        }
    }

    private void renew() {
        synchronized (this) {
            if (watch == null) {
                watch();
            }
        }
        long sent = System.nanoTime();
        if (state != State.HELD || sent - lastRenewalNanos > 0) {
            return; // the watch tells when it is over
        }
        try {
            if (renewal.getAsBoolean()) {
                endNanos = sent + leaseNanos - marginNanos;
                renewIn(Math.max(0, leaseNanos / 3 - (System.nanoTime() - sent)));
            } else {
                lost();
            }
        } catch (UnpinException e) {
            LOG.debug("a lease could not be renewed yet", e);
            renewIn(marginNanos);
        } catch (RuntimeException e) {
            LOG.warn("a lease cannot be renewed", e);
        }
    }

    private long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("who was to be told of a lost lease failed", e);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "unpin-lease-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
