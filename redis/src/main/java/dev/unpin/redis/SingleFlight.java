package dev.unpin.redis;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets many threads that want the same done at the same time do it once. */
final class SingleFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long done;

    /** Does the work, or waits while another thread does it; gives up at the deadline or on an interrupt. */
    void run(Deadline deadline, Runnable work) {
        long doneBefore = done;
        try {
            if (!lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (done == doneBefore) {
                work.run();
                done = doneBefore + 1;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does the work, unless another thread is at it; waits for nobody, and spares nobody else the work. */
    void runAlone(Runnable work) {
        if (lock.tryLock()) {
            try {
                work.run();
            } finally {
                lock.unlock();
            }
        }
    }
}
