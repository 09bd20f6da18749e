package dev.unpin.blob.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How often one request was sent, and which sends were answered: of a request that the SDK repeats, the last answer
 * alone does not tell what became of it. Thread-safe.
 */
final class Sends {
    static final ExecutionAttribute<Sends> ATTRIBUTE = new ExecutionAttribute<>("dev.unpin.blob.s3.Sends");

    private static final int NO_ANSWER = 0;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SLOW_DOWN = 503;

    private final List<Integer> statuses = new ArrayList<>();

    /** Writes down what the SDK does; part of clients that we make. */
    static final class Recorder implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Sends sends = attributes.getAttribute(ATTRIBUTE);
            if (sends != null) {
                sends.begin();
            }
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            Sends sends = attributes.getAttribute(ATTRIBUTE);
            if (sends != null) {
                sends.answered(context.httpResponse().statusCode());
            }
        }
    }

    private synchronized void begin() {
        statuses.add(NO_ANSWER);
    }

    private synchronized void answered(int status) {
        statuses.set(statuses.size() - 1, status);
    }

    /**
     * Whether a send before the last one may have been applied.
     *
     * @param attempts what the SDK says; all there is to know of a client that somebody else has made
     */
    synchronized boolean earlierMayHaveBeenApplied(@Nullable Integer attempts) {
        if (statuses.isEmpty()) {
            return attempts != null && attempts > 1;
        }
        return statuses.subList(0, statuses.size() - 1).stream().anyMatch(Sends::mayHaveBeenApplied);
    }

    /** Even 200 may, when the SDK went on: the answer held an error then. */
    private static boolean mayHaveBeenApplied(int status) {
        return !isRefusal(status);
    }

    /** Whether an answer with such a status says that nothing was done. */
    static boolean isRefusal(int status) {
        return (status >= 300 && status < 500) || status == NOT_IMPLEMENTED || status == SLOW_DOWN;
    }
}
