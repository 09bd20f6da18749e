package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.lab.page.PageServer;
import dev.unpin.examples.lab.page.Report;
import dev.unpin.redis.embedded.EmbeddedRedisException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The command: plays the same script in every mode, shows it while it runs, and writes the report. */
public final class LabMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    static {
        // For the ledger: without it, each of its answers waits 40 ms for an acknowledgement on JDK 17.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private LabMain() {}

    /**
     * Runs the command and ends the JVM: with status 0 if everything could be measured, 1 if not, 2 if the command line
     * is wrong.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the JVM is ending
     */
    public static void main(String[] args) throws InterruptedException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.exit(run(System.out, args));
    }

    /** Runs the command and returns its status. */
    static int run(PrintStream out, String... args) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(Options.USAGE);
            return MISUSED;
        }
        ObjectNode about = Machine.describe(options);
        about.path("facts")
                .properties()
                .forEach(fact -> out.println(
                        "%-24s %s".formatted(fact.getKey(), fact.getValue().asText())));
        Board board = new Board(about, out::println);
        try (PageServer page = PageServer.start(options.port(), board)) {
            out.println();
            out.println("Watch it at " + page.uri());
            Path logs = Files.createTempDirectory("unpin-lab-");
            try {
                play(options, board, logs);
            } catch (IllegalStateException | EmbeddedRedisException e) {
                board.status("failed");
                out.println("The lab cannot go on: " + e.getMessage());
                out.println("The logs are in " + logs);
                return FAILED;
            }
            remove(logs);
            out.print(new Tables(board.figures()).text());
            out.println();
            out.println("The report is " + Report.write(board, new Tables(board.figures()).text(), options.report()));
            if (options.afterwards() == Options.Page.STAY) {
                out.println("The page stays at " + page.uri() + " until Ctrl-C.");
                new CountDownLatch(1).await();
            }
            return DONE;
        } catch (IOException e) {
            out.println("The lab cannot go on: " + e.getMessage());
            return FAILED;
        }
    }

    /** Modes take turns, so that what changes on the machine meanwhile is not taken for their difference. */
    private static void play(Options options, Board board, Path logs) throws InterruptedException, IOException {
        board.status("running");
        for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
            for (Mode mode : Mode.values()) {
                Path folder = Files.createDirectory(logs.resolve(mode.name() + repetition));
                new Trial(mode, repetition, options.pace(), options.seed() + repetition - 1, folder, board).run();
            }
        }
        board.status("done");
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The logs cannot be removed", e);
        }
    }
}
