package dev.unpin.token;

import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A key ring in this process's memory, for tests and for services that run as one instance: a restart makes all its
 * tokens worthless. Thread-safe.
 */
public final class MemoryKeyRingStore implements KeyRingStore {
    private final InstantSource clock;
    private long version;
    private byte[] content = {};

    private MemoryKeyRingStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryKeyRingStore create() {
        return new MemoryKeyRingStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return a store on that clock
     */
    public static MemoryKeyRingStore create(InstantSource clock) {
        return new MemoryKeyRingStore(clock);
    }

    @Override
    public synchronized StoredKeyRing load() {
        return new StoredKeyRing(version, content, clock.instant());
    }

    @Override
    public synchronized StoredKeyRing replace(long expectedVersion, byte[] newContent) {
        if (expectedVersion == version) {
            StoredKeyRing replaced = new StoredKeyRing(version + 1, newContent, clock.instant());
            version = replaced.version();
            content = replaced.content();
        }
        return load();
    }

    @Override
    public void ping() {}
}
