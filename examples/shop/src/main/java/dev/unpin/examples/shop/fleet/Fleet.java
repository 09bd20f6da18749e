package dev.unpin.examples.shop.fleet;

import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.fleet.Rotation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The instances that run, in the order of their start. Thread-safe. */
public final class Fleet implements AutoCloseable {
    /** The most instances at a time: each is a JVM. */
    public static final int MOST = 9;

    private static final Duration READY_DEADLINE = Duration.ofSeconds(60);
    private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(30);
    private static final int LETTERS = 26;

    private final Rotation rotation;
    private final List<String> surroundings;
    private final Path logs;
    private final AtomicInteger started = new AtomicInteger();
    private final CopyOnWriteArrayList<Instance> instances = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes a fleet without instances.
     *
     * @param rotation what the balancer goes by; instances join it and leave it
     * @param surroundings what every instance is told: where the store is, and the bank
     * @param logs a folder for the log of each instance
     */
    public Fleet(Rotation rotation, List<String> surroundings, Path logs) {
        this.rotation = rotation;
        this.surroundings = List.copyOf(surroundings);
        this.logs = logs;
    }

    /**
     * Starts instances side by side, and waits until the balancer sends requests to all of them.
     *
     * @param count how many
     * @throws IllegalStateException if one does not start, or too many would run
     */
    public List<Instance> start(int count) {
        List<Instance> added = spawn(count);
        added.forEach(instance -> rotation.add(instance.awaitBackend()));
        added.forEach(Fleet::awaitReady);
        return added;
    }

    /** Lists the instances that have been started and whose process has not ended. */
    public List<Instance> running() {
        return instances.stream().filter(Instance::alive).toList();
    }

    /** Lists also those that have died and are not {@linkplain #forget forgotten}. */
    List<Instance> all() {
        return List.copyOf(instances);
    }

    /** Finds a running instance. */
    public Optional<Instance> find(String name) {
        return running().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }

    /** Kills an instance by SIGKILL. The balancer is not told: it finds out. */
    public void kill(Instance instance) {
        instance.kill();
        instance.awaitEnd(READY_DEADLINE);
    }

    /**
     * Replaces an instance without a gap: its successor takes requests before it is asked to end by SIGTERM, and it
     * finishes what it has begun.
     *
     * @return the successor
     * @throws IllegalStateException if the successor does not start, or the old one does not end
     */
    public Instance replace(Instance old) {
        Instance successor = start(1).get(0);
        old.terminate();
        if (!old.awaitEnd(DRAIN_DEADLINE) || !old.endedAsAsked()) {
            throw new IllegalStateException("Instance " + old.name() + " should end when asked to; see " + old.log());
        }
        forget(old);
        return successor;
    }

    /** Takes an instance that has ended out of the rotation. */
    public void forget(Instance ended) {
        if (ended.alive()) {
            throw new IllegalStateException("Instance " + ended.name() + " still runs");
        }
        ended.knownBackend().ifPresent(rotation::remove);
        instances.remove(ended);
    }

    /** Kills every instance. */
    @Override
    public void close() {
        synchronized (instances) {
            closed.set(true);
            instances.forEach(Instance::kill);
        }
        instances.forEach(instance -> instance.awaitEnd(READY_DEADLINE));
    }

    private List<Instance> spawn(int count) {
        synchronized (instances) {
            if (closed.get() || running().size() + count > MOST) {
                throw new IllegalStateException("At most " + MOST + " instances run at a time");
            }
            List<Instance> added = Stream.generate(() -> Instance.start(nextName(), surroundings, logs))
                    .limit(count)
                    .toList();
            instances.addAll(added);
            return added;
        }
    }

    private String nextName() {
        int number = started.getAndIncrement();
        String letter = Character.toString('A' + number % LETTERS);
        return number < LETTERS ? letter : letter + number / LETTERS;
    }

    private static void awaitReady(Instance instance) {
        Backend backend = instance.awaitBackend();
        long start = System.nanoTime();
        while (backend.state() != Backend.State.UP) {
            if (!instance.alive() || System.nanoTime() - start > READY_DEADLINE.toNanos()) {
                throw new IllegalStateException("Instance " + instance.name() + " is not ready; see " + instance.log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an instance was starting", e);
        }
    }
}
