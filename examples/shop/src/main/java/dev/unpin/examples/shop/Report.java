package dev.unpin.examples.shop;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What the journey prints: a line for each step, in ASCII, for any terminal. */
final class Report {
    private static final String ROW = "%3s  %-23s  %-33s  %s%n";

    private final PrintStream out;
    private int steps;

    Report(PrintStream out) {
        this.out = out;
    }

    void opening(String sentence) {
        out.printf("%n%s%n%n", sentence);
        out.printf(ROW, "", "STEP", "SERVED BY", "SEEN");
    }

    void kept(String title, Tally servedBy, String seen) {
        steps++;
        out.printf(ROW, steps, title, servedBy, seen);
    }

    void broken(String title, Tally servedBy, String why) {
        steps++;
        out.printf(ROW, steps, title, servedBy, "BROKEN");
        out.printf("%nBroken promise: %s.%n", why);
    }

    void closing(Tally all, Duration took) {
        out.printf(
                Locale.ROOT,
                "%nAll %d promises kept: %d requests, %d instances, %.1f s.%n",
                steps,
                all.requests(),
                all.instances().size(),
                took.toMillis() / 1000.0);
    }

    void line(String text) {
        out.println(text);
    }
}
