package dev.unpin.testkit.stateless;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the answers of a service depend on which of its instances gives them. It goes through a journey on
 * one instance, then many times with every step on another instance, and compares. Works on any HTTP service whose
 * instances can be reached one by one. Immutable; every method returns another check.
 *
 * <pre>{@code
 * StatelessnessCheck.of(URI.create("http://10.0.0.1:8080"), URI.create("http://10.0.0.2:8080"))
 *         .check(Journey.of(
 *                 Step.get("/login").capture("token", "name=\"csrf\" value=\"([^\"]+)\""),
 *                 Step.post("/login").form("csrf=${token}&user=${run}"),
 *                 Step.post("/cart").form("item=apple"),
 *                 Step.get("/cart")))
 *         .requireStateless();
 * }</pre>
 *
 * <p>Each request is sent once, over a connection of its own. A journey that proves much comes back to what it did:
 * reads before and after each write, and fetches what it has uploaded.
 */
public final class StatelessnessCheck {
    private final List<URI> instances;
    private final Duration timeout;
    private final long seed;
    private final @Nullable InstanceRestart restart;

    private StatelessnessCheck(List<URI> instances, Duration timeout, long seed, @Nullable InstanceRestart restart) {
        this.instances = instances;
        this.timeout = timeout;
        this.seed = seed;
        this.restart = restart;
    }

    /**
     * Names the instances.
     *
     * @param instances the base addresses of two or more, {@code http} or {@code https}, without a path
     * @return a check with a timeout of ten seconds and no restarts
     * @throws IllegalArgumentException if they are fewer, or not such addresses
     */
    public static StatelessnessCheck of(URI... instances) {
        if (instances.length < 2) {
            throw new IllegalArgumentException("give two instances at least, not " + instances.length);
        }
        return new StatelessnessCheck(
                List.of(instances).stream().map(StatelessnessCheck::requireBase).toList(),
                Duration.ofSeconds(10),
                1,
                null);
    }

    /**
     * Sets by when a request must be answered.
     *
     * @param newTimeout a millisecond to an hour
     * @return the check with it
     * @throws IllegalArgumentException if it is not
     */
    public StatelessnessCheck timeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1 || newTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a timeout is 1 ms to 1 h, not " + newTimeout);
        }
        return new StatelessnessCheck(instances, newTimeout, seed, restart);
    }

    /**
     * Sets from what the routes are drawn that are drawn at random. The same seed gives the same routes.
     *
     * @param newSeed any number; 1 by default
     * @return the check with it
     */
    public StatelessnessCheck seed(long newSeed) {
        return new StatelessnessCheck(instances, timeout, newSeed, restart);
    }

    /**
     * Also goes through the journey on one instance that is restarted before every step but the first.
     *
     * @param newRestart how an instance is restarted
     * @return the check with it
     */
    public StatelessnessCheck restarting(InstanceRestart newRestart) {
        return new StatelessnessCheck(instances, timeout, seed, Objects.requireNonNull(newRestart, "restart"));
    }

    /**
     * Goes through the journey: twice on the first instance, to see what differs by itself, and then over all.
     *
     * @param journey what the client does
     * @return every answer that depended on the instance
     * @throws IllegalStateException if the journey does not even work on one instance, or a restart fails
     */
    public StatelessnessReport check(Journey journey) {
        Fleet fleet = new Fleet(instances);
        RandomGenerator ids = new SecureRandom();
        OneShotHttp http = new OneShotHttp(timeout);
        int steps = journey.steps().size();
        List<Integer> alone = Collections.nCopies(steps, 0);
        Seen expected = run(journey, fleet, http, ids, alone, null);
        requireWorking(journey, expected.facts());
        Findings findings = new Findings(journey, expected);
        findings.unstable(run(journey, fleet, http, ids, alone, null));
        for (List<Integer> route : Routes.through(fleet.size(), steps, seed)) {
            findings.spread(Routes.name(route), run(journey, fleet, http, ids, route, null));
        }
        if (restart != null) {
            findings.restarted(run(journey, fleet, http, ids, alone, restart));
        }
        return findings.report(fleet.toString());
    }

    private static Seen run(
            Journey journey,
            Fleet fleet,
            OneShotHttp http,
            RandomGenerator ids,
            List<Integer> route,
            @Nullable InstanceRestart restart) {
        JourneyRun run = new JourneyRun(journey, fleet, http, InstantSource.system(), newId(ids));
        for (int step = 0; step < route.size(); step++) {
            int instance = route.get(step);
            if (restart != null && step > 0) {
                fleet.restart(instance, restart);
            }
            run.next(instance);
        }
        return run.seen();
    }

    private static void requireWorking(Journey journey, List<Map<String, String>> seen) {
        List<String> troubles = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            Step step = journey.steps().get(i);
            Map<String, String> facts = new LinkedHashMap<>(seen.get(i));
            OptionalInt wanted = step.expectedStatus();
            int status = Integer.parseInt(facts.getOrDefault("status", "0"));
            boolean right = wanted.isPresent() ? status == wanted.getAsInt() : status > 0 && status < 400;
            if (!right || facts.containsValue("not found")) {
                facts.remove("body");
                troubles.add("step " + (i + 1) + ", " + step + ", was answered with " + facts);
            }
        }
        if (!troubles.isEmpty()) {
            throw new IllegalStateException(
                    "the journey does not work on one instance alone, so nothing can be compared: "
                            + String.join("; ", troubles));
        }
    }

    private static String newId(RandomGenerator random) {
        return random.ints(12, 0, 36)
                .mapToObj(digit -> Character.toString(Character.forDigit(digit, 36)))
                .reduce("", String::concat);
    }

    private static URI requireBase(URI base) {
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        String path = base.getRawPath();
        if (!http || base.getHost() == null || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("a base address is http(s)://host[:port], not " + base);
        }
        return base;
    }
}
