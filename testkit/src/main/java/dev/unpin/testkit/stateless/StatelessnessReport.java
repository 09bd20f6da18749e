package dev.unpin.testkit.stateless;

import java.util.List;

/** What a {@link StatelessnessCheck} has found. Immutable; its text is for people. */
public final class StatelessnessReport {
    private final String instances;
    private final int runs;
    private final int different;
    private final List<Difference> differences;

    StatelessnessReport(String instances, int runs, int different, List<Difference> differences) {
        this.instances = instances;
        this.runs = runs;
        this.different = different;
        this.differences = List.copyOf(differences);
    }

    /** What a difference means. */
    public enum Kind {
        /** The answer is another one when other instances have served the steps: state is kept in an instance. */
        DEPENDS_ON_INSTANCE,
        /** The answer is another one after the instance was restarted. */
        LOST_BY_RESTART,
        /** The answer differs on one instance already: have it ignored or captured, else it proves nothing. */
        UNSTABLE
    }

    /**
     * Something about an answer that was not as on one instance.
     *
     * @param kind what it means
     * @param step which step, from 1
     * @param request its method and path
     * @param what what of the answer: {@code status}, {@code body}, {@code answer}, {@code cookies set}, a
     *     {@code header} or something {@code captured}
     * @param expected what it was on one instance, from shortly before the first difference, shortened
     * @param actual what it was now
     * @param route by which instances the steps were served up to this one, for instance {@code A>B}, in the first run
     *     in which it differed; empty if that does not matter
     * @param runs in how many runs it differed
     */
    public record Difference(
            Kind kind, int step, String request, String what, String expected, String actual, String route, int runs) {
        Difference again() {
            return new Difference(kind, step, request, what, expected, actual, route, runs + 1);
        }
    }

    /**
     * Tells whether no answer depended on an instance, and all could be compared.
     *
     * @return true if there are no differences
     */
    public boolean isStateless() {
        return differences.isEmpty();
    }

    /**
     * Returns every difference.
     *
     * @return by kind and step
     */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * Fails a test with this report as its message.
     *
     * @throws AssertionError unless the service {@link #isStateless}
     */
    public void requireStateless() {
        if (!isStateless()) {
            throw new AssertionError(toString());
        }
    }

    /** Tells what was found, in several lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (isStateless()) {
            return "Stateless: all " + runs + " runs went as on one instance.\n" + instances;
        }
        text.append("Not proven stateless: ")
                .append(different)
                .append(" of ")
                .append(runs)
                .append(" runs went otherwise than on one instance.\n")
                .append(instances);
        Kind kind = null;
        int step = 0;
        for (Difference difference : differences) {
            if (difference.kind() != kind || difference.step() != step) {
                kind = difference.kind();
                step = difference.step();
                text.append("\nStep ").append(step).append(", ").append(difference.request());
                text.append(
                        switch (kind) {
                            case DEPENDS_ON_INSTANCE -> ", depends on which instance answers:\n";
                            case LOST_BY_RESTART -> ", is another after a restart:\n";
                            case UNSTABLE -> ", differs on one instance already; capture it or have it ignored:\n";
                        });
            }
            text.append("  ").append(difference.what());
            if (kind == Kind.DEPENDS_ON_INSTANCE) {
                text.append(", served by ").append(difference.route());
            }
            text.append(" (").append(difference.runs()).append(difference.runs() == 1 ? " run)\n" : " runs)\n");
            text.append("    on one instance: ").append(difference.expected()).append('\n');
            text.append("    now:             ").append(difference.actual()).append('\n');
        }
        return text.toString();
    }
}
