package dev.unpin.examples.shop;

import dev.unpin.examples.shop.service.ShopService;
import dev.unpin.redis.embedded.EmbeddedRedisException;
import dev.unpin.s3.embedded.EmbeddedS3Exception;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The command: opens a shop in three instances, sends customers through it, and says what they saw. */
public final class ShopMain {
    private static final int KEPT = 0;
    private static final int BROKEN = 1;
    private static final int MISUSED = 2;

    private ShopMain() {}

    /**
     * Runs the command and ends the JVM: with status 0 if all promises were kept, 1 if one was broken, 2 if the command
     * line is wrong.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the JVM is ending
     */
    public static void main(String[] args) throws InterruptedException {
        // Only what goes wrong, and never between the lines of the report.
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
        Report report = new Report(out);
        report.opening(opening(options));
        try (Premises premises = Premises.open(options)) {
            return visit(premises, options, report);
        } catch (IllegalStateException | EmbeddedRedisException | EmbeddedS3Exception e) {
            out.println("The shop cannot open: " + e.getMessage());
            return BROKEN;
        }
    }

    private static int visit(Premises premises, Options options, Report report) throws InterruptedException {
        boolean kept = new Journey(Scene.at(premises.site(), premises.fleet(), premises.bank()), report).run();
        if (options.stay()) {
            report.line("");
            String site = premises.site().toString();
            report.line("The shop stays open at " + site + "/ until Ctrl-C. For programs:");
            report.line("  curl -d name=Ada -d device=curl " + site + "/api/sign-in");
            report.line("  curl -H 'Authorization: Bearer <access_token>' " + site + "/api/me");
            report.line("  curl -d refresh_token=<refresh_token> " + site + "/api/token");
            report.line("The logs of the instances are in " + premises.logs());
            new CountDownLatch(1).await();
        }
        if (kept) {
            premises.tidyUp();
            return KEPT;
        }
        report.line("The logs of the instances are in " + premises.logs());
        return BROKEN;
    }

    private static String opening(Options options) {
        String store = options.store()
                .map(given -> given.equals(ShopService.MEMORY) ? "sessions in each one's own memory" : "one Redis")
                .orElse("one Redis");
        return "A shop in three instances, " + store + ", one S3, and a balancer that remembers nobody.";
    }
}
