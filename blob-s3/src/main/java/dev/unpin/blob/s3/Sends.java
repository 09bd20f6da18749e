package dev.unpin.blob.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often one request was sent, and which sends were answered: of a request that the SDK repeats, the last answer
 * alone does not tell what became of it. The SDK sends in the thread that asks, so that is where {@link WatchedHttp}
 * finds this. Used by one thread.
 */
final class Sends {
    private static final ThreadLocal<@Nullable Sends> CURRENT = new ThreadLocal<>();

    private static final int NO_ANSWER = 0;
    private static final int NO_CONNECTION = -1;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SLOW_DOWN = 503;

    private final List<Integer> statuses = new ArrayList<>();

    /** Watches what this thread sends from now on. */
    static Sends begin() {
        Sends sends = new Sends();
        CURRENT.set(sends);
        return sends;
    }

    static void end() {
        CURRENT.remove();
    }

    static void sent() {
        Sends sends = CURRENT.get();
        if (sends != null) {
            sends.statuses.add(NO_ANSWER);
        }
    }

    static void answered(int status) {
        Sends sends = CURRENT.get();
        if (sends != null) {
            sends.statuses.set(sends.statuses.size() - 1, status);
        }
    }

    static void notConnected() {
        answered(NO_CONNECTION);
    }

    /** Whether nothing was even tried, or no try got as far as a connection. */
    boolean neverConnected() {
        return statuses.stream().allMatch(status -> status == NO_CONNECTION);
    }

    /**
     * Whether a send before the last one may have been applied.
     *
     * @param attempts what the SDK says; all there is to know of a client that somebody else has made
     */
    boolean earlierMayHaveBeenApplied(@Nullable Integer attempts) {
        if (statuses.isEmpty()) {
            return attempts != null && attempts > 1;
        }
        // Even 200 may, when the SDK went on: the answer held an error then.
        return statuses.subList(0, statuses.size() - 1).stream()
                .anyMatch(status -> status != NO_CONNECTION && !isRefusal(status));
    }

    /** Whether an answer with such a status says that nothing was done. */
    static boolean isRefusal(int status) {
        return (status >= 300 && status < 500) || status == NOT_IMPLEMENTED || status == SLOW_DOWN;
    }
}
