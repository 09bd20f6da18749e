package dev.unpin.examples.shop;

import dev.unpin.examples.fleet.Balancer;
import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.fleet.Rotation;
import dev.unpin.examples.shop.fleet.Fleet;
import dev.unpin.examples.shop.fleet.FleetConsole;
import dev.unpin.examples.shop.payment.BankService;
import dev.unpin.examples.shop.service.Surroundings;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.s3.embedded.EmbeddedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a shop needs: stores, a bank, a balancer, three instances, and a folder for their logs. Thread-safe. */
final class Premises implements AutoCloseable {
    private static final int INSTANCES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final @Nullable EmbeddedRedis redis;
    private final EmbeddedS3 s3;
    private final ChildProcess bank;
    private final Path logs;
    private final Fleet fleet;
    private final Balancer balancer;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Premises(
            @Nullable EmbeddedRedis redis,
            EmbeddedS3 s3,
            ChildProcess bank,
            Path logs,
            Fleet fleet,
            Balancer balancer) {
        this.redis = redis;
        this.s3 = s3;
        this.bank = bank;
        this.logs = logs;
        this.fleet = fleet;
        this.balancer = balancer;
    }

    /**
     * Starts everything, and waits until customers can come.
     *
     * @throws IllegalStateException if something does not start; the message says what
     */
    static Premises open(Options options) {
        Path logs = folder();
        EmbeddedRedis redis = options.store().isPresent() ? null : EmbeddedRedis.start();
        EmbeddedS3 s3 = EmbeddedS3.startOwn();
        Rotation rotation = new Rotation();
        String store =
                redis == null ? options.store().orElseThrow() : redis.uri().toString();
        ChildProcess bank = ChildProcess.start("bank", BankService.class, List.of(), logs, line -> {});
        Premises premises;
        try {
            Path surroundings = surroundings(s3, logs);
            Fleet fleet =
                    new Fleet(rotation, List.of(store, bank.awaitUri().toString(), surroundings.toString()), logs);
            FleetConsole console = new FleetConsole(fleet);
            Balancer balancer = Balancer.start(options.port(), rotation, console::before, console);
            premises = new Premises(redis, s3, bank, logs, fleet, balancer);
        } catch (RuntimeException e) {
            end(bank, redis, s3);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(premises::close, "close-premises"));
        try {
            premises.fleet.start(INSTANCES);
            return premises;
        } catch (IllegalStateException e) {
            premises.close();
            throw e;
        }
    }

    URI site() {
        return balancer.uri();
    }

    /** Where the bank is, whose books tell what was charged. */
    URI bank() {
        return bank.awaitUri();
    }

    Fleet fleet() {
        return fleet;
    }

    /** Where the instances log, as long as nobody has {@linkplain #tidyUp() tidied up}. */
    Path logs() {
        return logs;
    }

    /** Ends every process that was started here. Repeatable. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            fleet.close();
            balancer.close();
            end(bank, redis, s3);
        }
    }

    private static void end(ChildProcess bank, @Nullable EmbeddedRedis redis, EmbeddedS3 s3) {
        s3.close();
        bank.kill();
        bank.awaitEnd(PATIENCE);
        if (redis != null) {
            redis.close();
        }
    }

    /** Removes the logs: when all went well, nobody reads them. */
    void tidyUp() {
        close();
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The logs cannot be removed", e);
        }
    }

    private static Path surroundings(EmbeddedS3 s3, Path folder) {
        Path file = folder.resolve("surroundings");
        try {
            Surroundings.of(s3.endpoint(), s3.bucket(), s3.accessKeyId(), s3.secretAccessKey())
                    .write(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The instances cannot be told where they are", e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("unpin-shop-");
        } catch (IOException e) {
            throw new UncheckedIOException("No folder can be made for the logs", e);
        }
    }
}
