package dev.unpin.examples.lab.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the requests that were meant to start within one phase. Time is {@link System#nanoTime()}.
 * Thread-safe.
 */
final class Tally {
    private final String phase;
    private final long start;
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<String, Long> served = new TreeMap<>();
    private final Set<String> losers = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final Latencies response = new Latencies();
    private final Latencies service = new Latencies();
    private long offered;
    private long bad;
    private long end;
    private long mark;
    private long lastBad;

    Tally(String phase, long start) {
        this.phase = phase;
        this.start = start;
    }

    String phase() {
        return phase;
    }

    long start() {
        return start;
    }

    synchronized void offer() {
        offered++;
    }

    /** Notes that the fault of this phase happens now. */
    synchronized void mark(long now) {
        mark = now;
    }

    /** Notes that no request starts in this phase any more. */
    synchronized void end(long now) {
        end = now;
    }

    synchronized void note(Answered answered) {
        response.add(answered.end() - answered.intended());
        service.add(answered.end() - answered.sent());
        answered.counts().forEach(count -> counts.merge(count, 1L, Long::sum));
        answered.instance().ifPresent(instance -> served.merge(instance, 1L, Long::sum));
        answered.key().ifPresent(keys::add);
        if (answered.counts().contains(Count.SESSION_LOST)) {
            losers.add(answered.user());
        }
        if (mark != 0 && answered.end() >= mark && answered.faulty()) { // What was on its way when the fault came, too.
            bad++;
            lastBad = Math.max(lastBad, answered.end());
        }
    }

    /** Tells how long after the fault the last bad answer came, so far; 0 without either, in milliseconds. */
    synchronized double failoverMillis() {
        return mark == 0 || lastBad == 0 ? 0 : (lastBad - mark) / 1e6;
    }

    synchronized ObjectNode json(long now) {
        long until = end == 0 ? now : end;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "total").put("phase", phase).put("seconds", (until - start) / 1e9);
        json.put("offered", offered).put("answers", response.count());
        json.put("p50", response.percentile(50)).put("p99", response.percentile(99));
        json.put("serviceP50", service.percentile(50)).put("serviceP99", service.percentile(99));
        json.put("marked", mark != 0).put("bad", bad).put("failover", failoverMillis());
        json.put("afterMark", mark == 0 ? 0 : (until - mark) / 1e6);
        json.put("quiet", lastBad == 0 ? (until - start) / 1e6 : (until - lastBad) / 1e6);
        json.put("losers", losers.size()).put("keys", keys.size());
        ObjectNode byCount = json.putObject("counts");
        for (Count count : Count.values()) {
            byCount.put(count.name().toLowerCase(Locale.ROOT), counts.getOrDefault(count, 0L));
        }
        ObjectNode byInstance = json.putObject("served");
        served.forEach(byInstance::put);
        return json;
    }
}
