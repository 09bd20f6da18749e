package dev.unpin.redis;

import dev.unpin.Effect;
import dev.unpin.StoreCall;
import dev.unpin.StoreException;
import dev.unpin.StoreObserver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer of every call. Thread-safe. */
final class ObservedRunner implements ScriptRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedRunner.class);

    private final ScriptRunner runner;
    private final StoreObserver observer;

    ObservedRunner(ScriptRunner runner, StoreObserver observer) {
        this.runner = runner;
        this.observer = observer;
    }

    @Override
    public Answer run(ScriptCall call) {
        long start = System.nanoTime();
        try {
            Answer answer = runner.run(call);
            tell(call, answer.leavesOpen(call.repeat()) ? Effect.UNKNOWN : null, bytes(answer.value()), start);
            return answer;
        } catch (StoreException e) {
            tell(call, e.effect(), 0, start);
            throw e;
        }
    }

    @Override
    public boolean readsAcrossSlots() {
        return runner.readsAcrossSlots();
    }

    @Override
    public String describe() {
        return runner.describe();
    }

    @Override
    public void close() {
        runner.close();
    }

    private void tell(ScriptCall call, @Nullable Effect failure, long received, long start) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        long sent = call.bytes() * call.roundTrips();
        try {
            observer.onCall(new StoreCall("redis", call.operation(), failure, call.roundTrips(), sent, received, took));
        } catch (RuntimeException e) {
            LOG.warn("The observer failed at {}", call, e);
        }
    }

    private static long bytes(@Nullable Object reply) {
        if (reply instanceof byte[] text) {
            return text.length;
        }
        if (reply instanceof List<?> list) {
            return list.stream().mapToLong(ObservedRunner::bytes).sum();
        }
        return reply == null ? 0 : Long.BYTES;
    }
}
