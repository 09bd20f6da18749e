package dev.unpin.examples.lab;

import java.nio.file.Path;

/**
 * What the command was asked to do.
 *
 * @param pace how long and how hard
 * @param repetitions how often each mode is played
 * @param seed of all that is random
 * @param port where the page is, 0 for any free port
 * @param report where the report goes, without its ending
 * @param afterwards what happens to the page in the end
 */
record Options(Pace pace, int repetitions, long seed, int port, Path report, Page afterwards) {
    static final String USAGE = """
            Usage: examples/lab/run [--short|--full|--brief] [--repetitions=1] [--seed=42] [--port=0] [--report=path/name] [--stay]

              --short        steady, kill -9, scale out, rolling deploy: about two minutes (the default)
              --full         every phase, three repetitions: about twenty minutes
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
        Options options = new Options(Pace.SHORT, 0, 42, 0, Path.of("examples/lab/target/report"), Page.CLOSE);
        for (String arg : args) {
            options = options.with(arg);
        }
        return options.repetitions() == 0 ? options.repeating(options.pace().equals(Pace.FULL) ? 3 : 1) : options;
    }

    private Options with(String arg) {
        String value = arg.substring(arg.indexOf('=') + 1);
        return switch (arg.contains("=") ? arg.substring(0, arg.length() - value.length()) : arg) {
            case "--short" -> new Options(Pace.SHORT, repetitions, seed, port, report, afterwards);
            case "--full" -> new Options(Pace.FULL, repetitions, seed, port, report, afterwards);
            case "--brief" -> new Options(Pace.BRIEF, repetitions, seed, port, report, afterwards);
            case "--stay" -> new Options(pace, repetitions, seed, port, report, Page.STAY);
            case "--repetitions=" -> repeating((int) number(arg, value, 1, MOST_REPETITIONS));
            case "--seed=" ->
                new Options(
                        pace,
                        repetitions,
                        number(arg, value, Long.MIN_VALUE, Long.MAX_VALUE),
                        port,
                        report,
                        afterwards);
            case "--port=" ->
                new Options(pace, repetitions, seed, (int) number(arg, value, 0, 65_535), report, afterwards);
            case "--report=" -> new Options(pace, repetitions, seed, port, Path.of(value), afterwards);
            default -> throw new IllegalArgumentException("Unknown option: " + arg);
        };
    }

    private static long number(String arg, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("Not a number from " + least + " to " + most + ": " + arg);
    }

    private Options repeating(int times) {
        return new Options(pace, times, seed, port, report, afterwards);
    }
}
