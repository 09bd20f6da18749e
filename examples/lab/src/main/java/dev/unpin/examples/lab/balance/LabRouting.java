package dev.unpin.examples.lab.balance;

import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.fleet.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * How the lab's balancer chooses: among releases by their weights, among the instances of one in turn; and if it is
 * sticky, first the one that the user's cookie names. Thread-safe.
 */
public final class LabRouting implements Routing {
    private static final String COOKIE = "balancer";

    /** An instance and what it runs. */
    private record Member(Backend backend, String release) {}

    private final boolean sticky;
    private final CopyOnWriteArrayList<Member> members = new CopyOnWriteArrayList<>();
    private final Map<String, LongAdder> forwarded = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Map<String, Integer> weights = Map.of();

    private LabRouting(boolean sticky) {
        this.sticky = sticky;
    }

    /** Gives every instance its turn, whoever the user is. */
    public static LabRouting roundRobin() {
        return new LabRouting(false);
    }

    /** Sends users back to where they were, as long as that instance is ready. */
    public static LabRouting sticky() {
        return new LabRouting(true);
    }

    /** Adds an instance that gets requests once it is ready. */
    public void add(Backend backend, String release) {
        members.add(new Member(backend, release));
    }

    /** Takes an instance out. */
    public void remove(String name) {
        members.removeIf(member -> member.backend().name().equals(name));
    }

    /**
     * Shares requests out among releases.
     *
     * @param shares the weight of each release, 0 or more; empty to make no difference between them
     */
    public void weigh(Map<String, Integer> shares) {
        weights = Map.copyOf(shares);
    }

    /** Counts the answers of each instance since the start. */
    public Map<String, Long> forwarded() {
        Map<String, Long> counts = new LinkedHashMap<>();
        forwarded.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    @Override
    public List<Backend> backends() {
        return members.stream().map(Member::backend).toList();
    }

    @Override
    public Optional<Backend> next(Request request, Collection<Backend> passedOver) {
        List<Member> ready = members.stream()
                .filter(member -> member.backend().state() == Backend.State.UP
                        && !passedOver.contains(member.backend())
                        && weight(member.release()) > 0)
                .toList();
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        if (sticky) {
            String home = cookie(request);
            Optional<Backend> there = ready.stream()
                    .map(Member::backend)
                    .filter(backend -> backend.name().equals(home))
                    .findFirst();
            if (there.isPresent()) {
                return there;
            }
        }
        return Optional.of(inTurn(ready));
    }

    private Backend inTurn(List<Member> ready) {
        int now = turn.getAndIncrement() & Integer.MAX_VALUE;
        Map<String, List<Backend>> byRelease = new LinkedHashMap<>();
        ready.forEach(member -> byRelease
                .computeIfAbsent(weights.isEmpty() ? "" : member.release(), release -> new ArrayList<>())
                .add(member.backend()));
        int all = byRelease.keySet().stream().mapToInt(this::weight).sum();
        int point = now % all;
        for (Map.Entry<String, List<Backend>> release : byRelease.entrySet()) {
            point -= weight(release.getKey());
            if (point < 0) {
                List<Backend> instances = release.getValue();
                return instances.get((byRelease.size() == 1 ? now : now / all) % instances.size());
            }
        }
        throw new IllegalStateException("The weights add up to more than their sum");
    }

    private int weight(String release) {
        return weights.isEmpty() ? 1 : weights.getOrDefault(release, 0);
    }

    @Override
    public void answered(Request request, Backend by, HttpFields.Mutable headers) {
        forwarded.computeIfAbsent(by.name(), name -> new LongAdder()).increment();
        if (sticky && !by.name().equals(cookie(request))) {
            headers.add("Set-Cookie", COOKIE + "=" + by.name() + "; Path=/; HttpOnly; SameSite=Lax");
        }
    }

    private static String cookie(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }
}
