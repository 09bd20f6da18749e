package dev.unpin.testkit.stateless;

import dev.unpin.testkit.stateless.StatelessnessReport.Difference;
import dev.unpin.testkit.stateless.StatelessnessReport.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what differs from the journey on one instance; of the same difference in several runs, the first. */
final class Findings {
    private static final String NOTHING = "(nothing)";
    private static final int BEFORE = 30;
    private static final int SHOWN = 160;

    private final Journey journey;
    private final Seen expected;
    private final Map<Place, Difference> found = new LinkedHashMap<>();
    private final Set<Place> unstable = new HashSet<>();
    private int runs;
    private int different;

    Findings(Journey journey, Seen expected) {
        this.journey = journey;
        this.expected = expected;
    }

    private record Place(Kind kind, int step, String what) {}

    /** What differs on one instance by itself says nothing about several, and is not looked at again. */
    void unstable(Seen seen) {
        compare(Kind.UNSTABLE, "", seen);
    }

    void spread(String route, Seen seen) {
        runs++;
        different += compare(Kind.DEPENDS_ON_INSTANCE, route, seen) > 0 ? 1 : 0;
    }

    void restarted(Seen seen) {
        runs++;
        different += compare(Kind.LOST_BY_RESTART, "A", seen) > 0 ? 1 : 0;
    }

    StatelessnessReport report(String instances) {
        List<Difference> differences = new ArrayList<>(found.values());
        differences.sort(Comparator.comparing(Difference::kind).thenComparingInt(Difference::step));
        return new StatelessnessReport(instances, runs, different, differences);
    }

    private int compare(Kind kind, String route, Seen seen) {
        int count = 0;
        for (int step = 0; step < expected.facts().size(); step++) {
            Map<String, String> here = expected.facts().get(step);
            Map<String, String> there = seen.facts().get(step);
            Set<String> facts = new LinkedHashSet<>(here.keySet());
            facts.addAll(there.keySet());
            if (there.containsKey("answer")) {
                facts.retainAll(Set.of("answer")); // that nothing else was seen follows from it
            }
            for (String fact : facts) {
                Alignment both = Alignment.of(
                        here.getOrDefault(fact, NOTHING),
                        expected.shortValues(),
                        there.getOrDefault(fact, NOTHING),
                        seen.shortValues());
                if (!both.same() && !unstable.contains(new Place(Kind.UNSTABLE, step, fact))) {
                    count++;
                    add(new Place(kind, step, fact), upTo(step, route), both.wanted(), both.actual());
                }
            }
        }
        return count;
    }

    private void add(Place place, String route, String wanted, String actual) {
        if (place.kind() == Kind.UNSTABLE) {
            unstable.add(place);
        }
        int start = Math.max(0, firstDifference(wanted, actual) - BEFORE);
        found.merge(
                place,
                new Difference(
                        place.kind(),
                        place.step() + 1,
                        journey.steps().get(place.step()).toString(),
                        place.what(),
                        excerpt(wanted, start),
                        excerpt(actual, start),
                        route,
                        1),
                (first, again) -> first.again());
    }

    private static String upTo(int step, String route) {
        String[] instances = route.split(">", -1);
        return instances.length <= step
                ? route
                : String.join(">", List.of(instances).subList(0, step + 1));
    }

    private static int firstDifference(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String excerpt(String text, int start) {
        int from = Math.min(start, text.length());
        int to = Math.min(text.length(), from + SHOWN);
        return (from > 0 ? "…" : "")
                + text.substring(from, to).replace("\r", "").replace("\n", "\\n")
                + (to < text.length() ? "…" : "");
    }
}
