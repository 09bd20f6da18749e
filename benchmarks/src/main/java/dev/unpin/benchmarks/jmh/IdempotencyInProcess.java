package dev.unpin.benchmarks.jmh;

import dev.unpin.benchmarks.TextCodec;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.caffeine.CaffeineIdempotencyStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A repetition that needs no round trip: its result of a kilobyte is remembered here. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IdempotencyInProcess {
    private static final String RESULT = "x".repeat(1024);
    private static final Fingerprint PAYLOAD = Fingerprint.of("payload");

    private final IdempotentOperation<String> operation = Idempotency.create(
                    CaffeineIdempotencyStore.create(MemoryIdempotencyStore.create()))
            .operation("bench", new TextCodec(), AfterCrash.RERUN, o -> {});

    /**
     * Repeats an operation.
     *
     * @return its result
     */
    @Benchmark
    public String replay() {
        return operation.run("user", "key", PAYLOAD, run -> RESULT);
    }
}
