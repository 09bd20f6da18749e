package dev.unpin.benchmarks.jmh;

import dev.unpin.benchmarks.TextCodec;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Our own share of a request: opening, reading, changing and committing a session that lies in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SessionInProcess {
    private static final List<SessionKey<String>> KEYS = IntStream.range(0, 10)
            .mapToObj(i -> SessionKey.of("value" + i, new TextCodec()))
            .toList();
    private static final String VALUE = "x".repeat(99);

    private final Sessions sessions =
            Sessions.builder(MemorySessionStore.create()).build();
    private final String cookie = create();
    private long count;

    /**
     * Opens a session of ten values of a hundred bytes, reads all, changes one, commits.
     *
     * @return the cookie, if it changed
     */
    @Benchmark
    public Optional<String> openReadChangeCommit() {
        try (Session session = sessions.open(cookie)) {
            KEYS.forEach(session::get);
            session.set(KEYS.get(3), VALUE + count++ % 10);
            return session.commit();
        }
    }

    /**
     * Opens it and reads one value.
     *
     * @return the value
     */
    @Benchmark
    public String openRead() {
        try (Session session = sessions.open(cookie)) {
            return session.get(KEYS.get(3));
        }
    }

    private String create() {
        try (Session session = sessions.open(null)) {
            KEYS.forEach(key -> session.set(key, VALUE + "0"));
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }
}
