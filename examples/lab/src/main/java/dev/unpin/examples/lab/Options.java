package dev.unpin.examples.lab;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What the command was asked to do.
 *
 * @param pace how long and how hard
 * @param paceName how that is called
 * @param repetitions how often each mode is played
 * @param seed of all that is random
 * @param port where the page is, 0 for any free port
 * @param report where the report goes, without its ending
 * @param afterwards what happens to the page in the end
 */
record Options(Pace pace, String paceName, int repetitions, long seed, int port, Path report, Page afterwards) {
    static final String USAGE = """
            Usage: examples/lab/run [--short|--full|--brief] [--repetitions=1] [--seed=42] [--port=0] [--report=path/name] [--stay]

              --short        steady, kill -9, scale out, rolling deploy: about two minutes (the default)
              --full         every phase, three repetitions
              --brief        what the build runs: enough to count, not to time
              --repetitions  how often each mode is played, in turn; tables then tell medians and ranges
              --seed         of arrivals, users and their wishes: the same for all modes
              --port         where the page is on loopback; any free port by default
              --report       where the report goes (.html, .txt, .json); the lab's target folder by default
              --stay         keep the page open after the run
            """;

    private static final int MOST_REPETITIONS = 20;

    /** What happens to the page when the run is over. */
    enum Page {
        CLOSE,
        STAY
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it says something unknown; the message says what
     */
    static Options parse(String... args) {
        Options options = new Options(Pace.SHORT, "short", 0, 42, 0, Path.of("examples/lab/target/report"), Page.CLOSE);
        for (String arg : args) {
            options = options.with(arg);
        }
        return options.repetitions() == 0 ? options.repeating(options.pace().equals(Pace.FULL) ? 3 : 1) : options;
    }

    private Options with(String arg) {
        String value = arg.substring(arg.indexOf('=') + 1);
        String name = arg.substring(0, arg.length() - value.length()).toLowerCase(Locale.ROOT);
        if (arg.equals("--short")) {
            return new Options(Pace.SHORT, "short", repetitions, seed, port, report, afterwards);
        } else if (arg.equals("--full")) {
            return new Options(Pace.FULL, "full", repetitions, seed, port, report, afterwards);
        } else if (arg.equals("--brief")) {
            return new Options(Pace.BRIEF, "brief", repetitions, seed, port, report, afterwards);
        } else if (arg.equals("--stay")) {
            return new Options(pace, paceName, repetitions, seed, port, report, Page.STAY);
        } else if (name.equals("--repetitions=") && value.matches("[1-9]\\d?")) {
            return repeating(Math.min(MOST_REPETITIONS, Integer.parseInt(value)));
        } else if (name.equals("--seed=") && value.matches("-?\\d{1,18}")) {
            return new Options(pace, paceName, repetitions, Long.parseLong(value), port, report, afterwards);
        } else if (name.equals("--port=") && value.matches("\\d{1,5}")) {
            return new Options(pace, paceName, repetitions, seed, Integer.parseInt(value), report, afterwards);
        } else if (name.equals("--report=") && !value.isEmpty()) {
            return new Options(pace, paceName, repetitions, seed, port, Path.of(value), afterwards);
        }
        throw new IllegalArgumentException("Unknown option: " + arg);
    }

    private Options repeating(int times) {
        return new Options(pace, paceName, times, seed, port, report, afterwards);
    }
}
