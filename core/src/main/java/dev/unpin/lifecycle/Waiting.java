package dev.unpin.lifecycle;

import java.time.Duration;

/** Time as a drain sees it, so that tests need not wait. */
interface Waiting {
    Waiting REAL = new Waiting() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
            Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
        }
    };

    long nanoTime();

    void sleep(Duration pause) throws InterruptedException;
}
