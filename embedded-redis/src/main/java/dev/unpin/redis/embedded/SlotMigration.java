package dev.unpin.redis.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A slot on its way from one master to another, step by step, so that a test can look at every state in between.
 *
 * <p>While it is open, the old owner serves the keys that it still has and answers {@code ASK} for the others; after
 * {@link #finish()} it answers {@code MOVED}. Thread-safe as its nodes are; steps in parallel make no sense.
 */
public final class SlotMigration {
    private static final String BATCH = "100";
    private static final String TIMEOUT_MILLIS = "5000";

    private final EmbeddedRedisCluster cluster;
    private final int slot;
    private final EmbeddedRedis source;
    private final EmbeddedRedis target;

    private SlotMigration(EmbeddedRedisCluster cluster, int slot, EmbeddedRedis source, EmbeddedRedis target) {
        this.cluster = cluster;
        this.slot = slot;
        this.source = source;
        this.target = target;
    }

    static SlotMigration begin(EmbeddedRedisCluster cluster, int slot, EmbeddedRedis source, EmbeddedRedis target) {
        target.command("CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", id(source));
        source.command("CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", id(target));
        return new SlotMigration(cluster, slot, source, target);
    }

    /**
     * Returns the slot that moves.
     *
     * @return a slot between 0 and 16383
     */
    public int slot() {
        return slot;
    }

    /**
     * Returns the master that gives the slot away.
     *
     * @return the old owner
     */
    public EmbeddedRedis source() {
        return source;
    }

    /**
     * Returns the master that gets the slot.
     *
     * @return the new owner
     */
    public EmbeddedRedis target() {
        return target;
    }

    /**
     * Moves all keys that the slot has now; new ones arise at the target.
     *
     * @throws EmbeddedRedisException if a node refuses
     */
    public void moveKeys() {
        while (source.command("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), BATCH) instanceof List<?> keys
                && !keys.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("MIGRATE", target.host(), Integer.toString(target.port())));
            command.addAll(List.of("", "0", TIMEOUT_MILLIS, "KEYS"));
            keys.forEach(key -> command.add(String.valueOf(key)));
            source.command(command.toArray(String[]::new));
        }
    }

    /**
     * Moves the keys that are left and gives the slot to the target, on every running master; replicas hear of it
     * within about a second.
     *
     * @throws EmbeddedRedisException if a node refuses
     */
    public void finish() {
        moveKeys();
        String owner = id(target);
        // the target first: if the source went first and all stopped here, nobody would own the slot
        giveTo(owner, target);
        giveTo(owner, source);
        for (EmbeddedRedis node : cluster.serving()) {
            if (node != target
                    && node != source
                    && ClusterView.of(node).myself().isMaster()) {
                giveTo(owner, node);
            }
        }
    }

    private void giveTo(String owner, EmbeddedRedis told) {
        told.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", owner);
    }

    private static String id(EmbeddedRedis node) {
        return node.text("CLUSTER", "MYID");
    }
}
