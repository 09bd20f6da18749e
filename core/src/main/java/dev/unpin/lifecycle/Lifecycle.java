package dev.unpin.lifecycle;

import dev.unpin.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever balances and restarts this instance how it is, and ends it without dropping a request; thread-safe.
 *
 * <p>{@link #livez()} says whether to restart the instance: it touches nothing, for a store that is down is no reason
 * to kill the services that wait for it. {@link #readyz()} says whether to send it requests. {@link #drain} ends it:
 * readiness goes down first, requests are still served until every balancer has noticed, and only then does the
 * instance stop accepting and wait for what runs.
 *
 * <p>Needs no closing: probes run on daemon threads that end when idle.
 */
public final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration STEP = Duration.ofMillis(10);
    private static final HttpAnswer LIVE = answer(200, "{\"status\":\"up\"}");
    private static final HttpAnswer DRAINING = answer(503, "{\"status\":\"draining\"}");

    private final List<Probe> probes;
    private final Duration drainDelay;
    private final Duration drainTimeout;
    private final Waiting waiting;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<@Nullable CompletableFuture<Drained>> drain = new AtomicReference<>();

    private Lifecycle(Builder builder) {
        Executor executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "unpin-readiness");
            thread.setDaemon(true);
            return thread;
        });
        this.probes = builder.checks.entrySet().stream()
                .map(check -> new Probe(check.getKey(), check.getValue(), builder.probeTimeout, executor))
                .collect(Collectors.toUnmodifiableList());
        this.drainDelay = builder.drainDelay;
        this.drainTimeout = builder.drainTimeout;
        this.waiting = builder.waiting;
    }

    /**
     * Returns a lifecycle without probes, with all defaults.
     *
     * @return a lifecycle that is ready until it drains
     */
    public static Lifecycle create() {
        return builder().build();
    }

    /**
     * Starts to describe a lifecycle.
     *
     * @return a builder with all defaults and no probe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers whether this instance is alive: always 200, as long as it can answer at all. Asks no store.
     *
     * @return the answer for {@code /livez}
     */
    public HttpAnswer livez() {
        return LIVE;
    }

    /**
     * Answers whether this instance can serve: 200 if every probe is up, else 503; 503 without asking any of them once
     * it drains. The body names each probe as {@code up} or {@code down} and nothing else.
     *
     * <p>Takes no longer than the probe timeout. The probes run side by side, and never more than once at a time each:
     * requests that come while a probe runs share its outcome.
     *
     * @return the answer for {@code /readyz}
     */
    public HttpAnswer readyz() {
        if (draining()) {
            return DRAINING;
        }
        Map<Probe, Probe.Run> runs = new LinkedHashMap<>();
        probes.forEach(probe -> runs.put(probe, probe.start()));
        boolean ready = true;
        List<String> states = new ArrayList<>();
        for (Map.Entry<Probe, Probe.Run> run : runs.entrySet()) {
            boolean up = run.getValue().up();
            ready &= up;
            states.add("\"" + run.getKey().name() + "\":\"" + (up ? "up" : "down") + "\"");
        }
        return answer(
                ready ? 200 : 503,
                "{\"status\":\"" + (ready ? "up" : "down") + "\",\"probes\":{" + String.join(",", states) + "}}");
    }

    /**
     * Counts a request in, so that a drain waits for it.
     *
     * @return what to close when the answer has been sent
     */
    public InFlight enter() {
        return new InFlight(running);
    }

    /**
     * Returns how many requests are running.
     *
     * @return entered and not yet closed
     */
    public int inFlight() {
        return running.get();
    }

    /**
     * Returns whether a drain has begun.
     *
     * @return true from the call of {@link #drain} on, for ever
     */
    public boolean draining() {
        return drain.get() != null;
    }

    /**
     * Ends this instance's service: takes readiness down, goes on serving for the drain delay, stops accepting, and
     * waits until no request runs, at most for the drain timeout.
     *
     * <p>Not to be called by a request that is {@linkplain #enter() counted}: it would wait for itself.
     *
     * <p>Only the first call drains; others, at the same time or later, wait for it and return what it returned. A
     * caller that is interrupted stops accepting and returns at once, its interrupt status kept. If
     * {@code stopAccepting} throws, the requests are waited for all the same, and then every caller gets the exception.
     *
     * @param stopAccepting makes the server refuse new connections without cutting those that are served; called once
     * @return how many requests were still running in the end, and how long all took
     */
    public Drained drain(Runnable stopAccepting) {
        Objects.requireNonNull(stopAccepting, "stopAccepting");
        CompletableFuture<Drained> mine = new CompletableFuture<>();
        CompletableFuture<Drained> first = drain.compareAndExchange(null, mine);
        if (first != null) {
            return outcome(first);
        }
        long start = waiting.nanoTime();
        LOG.info("Draining: not ready from now on, accepting for another {}", drainDelay);
        boolean patient = pause(drainDelay);
        try {
            stopAccepting.run();
        } catch (RuntimeException | Error e) {
            awaitIdle(patient);
            mine.completeExceptionally(e);
            throw e;
        }
        int left = awaitIdle(patient);
        Drained drained = new Drained(left, Duration.ofNanos(waiting.nanoTime() - start));
        LOG.info("Drained in {}, {} requests still running", drained.took(), left);
        mine.complete(drained);
        return drained;
    }

    private int awaitIdle(boolean patient) {
        long start = waiting.nanoTime();
        boolean goOn = patient;
        int left = running.get();
        while (goOn && left > 0 && waiting.nanoTime() - start < drainTimeout.toNanos()) {
            goOn = pause(STEP);
            left = running.get();
        }
        return left;
    }

    /** Sleeps, and says whether it may go on waiting. */
    private boolean pause(Duration duration) {
        try {
            waiting.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Drained outcome(CompletableFuture<Drained> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static HttpAnswer answer(int status, String json) {
        return HttpAnswer.json(status, json).withHeader("Cache-Control", "no-store");
    }

    /** Describes a {@link Lifecycle}; not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofHours(1);

        private final Map<String, Runnable> checks = new LinkedHashMap<>();
        private Duration probeTimeout = Duration.ofSeconds(1);
        private Duration drainDelay = Duration.ofSeconds(5);
        private Duration drainTimeout = Duration.ofSeconds(20);
        private Waiting waiting = Waiting.REAL;

        private Builder() {}

        /**
         * Adds something that must work for this instance to be ready.
         *
         * @param name 1 to 64 lower-case letters, digits and hyphens, shown in the answer of {@code /readyz}
         * @param check returns if it works and throws if not; its exception goes to the log alone, when the probe goes
         *     down
         * @return this builder
         * @throws IllegalArgumentException if the name has other characters, or is there already
         */
        public Builder probe(String name, Runnable check) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(check, "check");
            if (!name.matches("[a-z0-9-]{1,64}")) {
                throw new IllegalArgumentException(
                        "Probe name has to be 1 to 64 lower-case letters, digits and hyphens, but was: " + name);
            }
            if (checks.putIfAbsent(name, check) != null) {
                throw new IllegalArgumentException("There is a probe of this name already: " + name);
            }
            return this;
        }

        /**
         * Sets how long a probe may take; one that takes longer is down.
         *
         * @param timeout 1 millisecond to 1 hour; 1 second unless set. Keep it below the balancer's own timeout
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder probeTimeout(Duration timeout) {
            this.probeTimeout = within("probeTimeout", timeout, Duration.ofMillis(1));
            return this;
        }

        /**
         * Sets how long a draining instance goes on accepting requests, so that balancers notice first.
         *
         * @param delay 0 to 1 hour; 5 seconds unless set. At least two periods of the balancer's readiness check
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder drainDelay(Duration delay) {
            this.drainDelay = within("drainDelay", delay, Duration.ZERO);
            return this;
        }

        /**
         * Sets how long a drain waits for running requests after it stopped accepting.
         *
         * @param timeout 0 to 1 hour; 20 seconds unless set. Together with the delay, keep it below the time after
         *     which the platform kills the process (30 seconds on Kubernetes)
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder drainTimeout(Duration timeout) {
            this.drainTimeout = within("drainTimeout", timeout, Duration.ZERO);
            return this;
        }

        Builder waiting(Waiting time) {
            this.waiting = time;
            return this;
        }

        /**
         * Makes the lifecycle; touches no probe.
         *
         * @return a lifecycle that is not draining
         */
        public Lifecycle build() {
            return new Lifecycle(this);
        }

        private static Duration within(String name, Duration value, Duration shortest) {
            Objects.requireNonNull(value, name);
            if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        name + " has to be " + shortest + " to " + LONGEST + ", but was: " + value);
            }
            return value;
        }
    }
}
