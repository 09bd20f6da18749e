package dev.unpin.testkit.stateless;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one client does, step by step, and what of the answers does not matter. Immutable: every method returns another
 * journey. The client keeps cookies as a browser does, also those that ask for TLS, and follows no redirect by itself:
 * a redirect is an answer, whose {@code Location} a step may capture for the next one.
 *
 * <p>A journey is gone through many times; where it leaves something behind, <code>${run}</code> keeps one run's things
 * apart from another's.
 */
public final class Journey {
    private static final List<String> NEVER_COMPARED =
            List.of("age", "connection", "content-length", "date", "keep-alive", "transfer-encoding");

    private final List<Step> steps;
    private final List<Pattern> ignored;
    private final Set<String> ignoredHeaders;

    private Journey(List<Step> steps, List<Pattern> ignored, Set<String> ignoredHeaders) {
        this.steps = List.copyOf(steps);
        this.ignored = List.copyOf(ignored);
        this.ignoredHeaders = Set.copyOf(ignoredHeaders);
    }

    /**
     * Lists the steps.
     *
     * @param steps two at least, in their order
     * @return a journey
     * @throws IllegalArgumentException if there are fewer
     */
    public static Journey of(Step... steps) {
        if (steps.length < 2) {
            throw new IllegalArgumentException("a journey has two steps at least, or no instance could be another");
        }
        return new Journey(List.of(steps), List.of(), Set.of());
    }

    /**
     * Names what differs in every answer, in headers and bodies, for instance ids and times. What steps capture and
     * <code>${run}</code> are left out of comparisons anyway, as are the instances' own addresses, the values of
     * cookies, and the headers {@code Date}, {@code Age}, {@code Content-Length}, {@code Connection},
     * {@code Keep-Alive} and {@code Transfer-Encoding}.
     *
     * @param regex what it matches counts as equal to whatever else it matches
     * @return the journey with it
     */
    public Journey ignoring(String regex) {
        List<Pattern> more = new ArrayList<>(ignored);
        more.add(Pattern.compile(regex));
        return new Journey(steps, more, ignoredHeaders);
    }

    /**
     * Names a header that does not matter, for instance one in which an instance gives its name.
     *
     * @param name the header
     * @return the journey with it
     */
    public Journey ignoringHeader(String name) {
        Set<String> more = new TreeSet<>(ignoredHeaders);
        more.add(name.toLowerCase(Locale.ROOT));
        return new Journey(steps, ignored, more);
    }

    List<Step> steps() {
        return steps;
    }

    boolean compares(String lowerCaseHeader) {
        return !NEVER_COMPARED.contains(lowerCaseHeader) && !ignoredHeaders.contains(lowerCaseHeader);
    }

    String withoutIgnored(String text) {
        String rest = text;
        for (Pattern pattern : ignored) {
            rest = pattern.matcher(rest).replaceAll("(ignored)");
        }
        return rest;
    }
}
