package dev.unpin.redis.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for other processes, which tell nobody when they are done. */
final class Poll {
    private static final long PAUSE_MILLIS = 5;

    private Poll() {}

    /**
     * Returns once {@code obstacle} is empty.
     *
     * @throws EmbeddedRedisException naming the last obstacle, after {@code limit}
     */
    static void until(String goal, Duration limit, Supplier<Optional<String>> obstacle) {
        long start = System.nanoTime();
        while (true) {
            Optional<String> missing = obstacle.get();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new EmbeddedRedisException(
                        "Waited " + limit.toMillis() + " ms in vain until " + goal + ": " + missing.get());
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("Interrupted while waiting for a server", e);
        }
    }
}
