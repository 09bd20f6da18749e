package dev.unpin.blob;

import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.BlobStoreLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Gathers the settings of {@link Blobs}; every one has a safe default. Not thread-safe. */
public final class BlobsBuilder {
    private static final int DEFAULT_PART_BYTES = 8 << 20;
    private static final long DEFAULT_UPLOAD_MEMORY = 128 << 20;

    private final BlobStore store;
    private int partBytes;
    private long uploadMemory;
    private Duration uploadPatience = Duration.ofSeconds(10);
    private long maxBlobBytes = Long.MAX_VALUE;
    private int maxUpdateBytes = 1 << 20;
    private Duration conflictPatience = Duration.ofSeconds(10);
    private RandomGenerator random = new SecureRandom();

    BlobsBuilder(BlobStore store) {
        this.store = Objects.requireNonNull(store, "store");
        this.partBytes = Math.max(DEFAULT_PART_BYTES, store.limits().minPartBytes());
    }

    /**
     * Sets how large the parts are in which larger blobs are sent, and so how much memory an upload takes; 8 MiB by
     * default. All parts of a blob but the last have this size; a store that takes 10,000 of them, as S3 does, takes
     * blobs of up to 78 GiB then.
     *
     * @param bytes at least the store's minimum, which for S3 is 5 MiB
     * @return this
     * @throws IllegalArgumentException if it is smaller
     */
    public BlobsBuilder partBytes(int bytes) {
        int least = store.limits().minPartBytes();
        if (bytes < least) {
            throw new IllegalArgumentException("partBytes is at least " + least + ", not " + bytes);
        }
        partBytes = bytes;
        return this;
    }

    /**
     * Sets how much memory all uploads that run at the same time take together; further ones wait. By default 128 MiB
     * or a quarter of the JVM's heap, whichever is less, but two parts at least. An eighth of it serves blobs of up to
     * 64 KiB, so that they do not wait for large ones.
     *
     * @param bytes at least twice {@link #partBytes}
     * @return this
     */
    public BlobsBuilder uploadMemory(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("uploadMemory is at least twice partBytes, not " + bytes);
        }
        uploadMemory = bytes;
        return this;
    }

    /**
     * Sets how long an upload waits for memory before it is refused with a {@link BlobBusyException}; 10 seconds by
     * default.
     *
     * @param patience zero or more
     * @return this
     */
    public BlobsBuilder uploadPatience(Duration patience) {
        uploadPatience = notNegative(patience, "uploadPatience");
        return this;
    }

    /**
     * Sets how large a blob may be; by default as large as the store takes it in parts of {@link #partBytes}.
     *
     * @param bytes zero or more
     * @return this
     */
    public BlobsBuilder maxBlobBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBlobBytes is not negative: " + bytes);
        }
        maxBlobBytes = bytes;
        return this;
    }

    /**
     * Sets how large a blob may be that {@link Blobs#update} holds in memory; 1 MiB by default.
     *
     * @param bytes a positive number
     * @return this
     */
    public BlobsBuilder maxUpdateBytes(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("maxUpdateBytes is at least 1, not " + bytes);
        }
        maxUpdateBytes = bytes;
        return this;
    }

    /**
     * Sets for how long a write is tried again while others keep writing the same blob on conditions; 10 seconds by
     * default. Pauses are random, from some milliseconds to half a second.
     *
     * @param patience zero or more
     * @return this
     */
    public BlobsBuilder conflictPatience(Duration patience) {
        conflictPatience = notNegative(patience, "conflictPatience");
        return this;
    }

    /**
     * Sets where the ids of writes come from; {@link SecureRandom} by default. Repeating ones make a lost write look
     * like an own one: for tests only.
     *
     * @param newRandom a thread-safe source
     * @return this
     */
    public BlobsBuilder unsafeRandom(RandomGenerator newRandom) {
        random = Objects.requireNonNull(newRandom, "random");
        return this;
    }

    /**
     * Makes the blobs. Does not ask the store: a service starts without it.
     *
     * @return blobs with these settings
     * @throws IllegalArgumentException if {@link #uploadMemory} is less than twice {@link #partBytes}
     */
    public Blobs build() {
        BlobStoreLimits limits = store.limits();
        long twoParts = 2L * partBytes;
        long memory = uploadMemory;
        if (memory == 0) {
            memory = Math.max(
                    twoParts,
                    Math.min(DEFAULT_UPLOAD_MEMORY, Runtime.getRuntime().maxMemory() / 4));
        }
        if (memory < twoParts) {
            throw new IllegalArgumentException(
                    "uploadMemory is at least twice partBytes, which is " + twoParts + ", not " + memory);
        }
        return new Blobs(
                new BlobSettings(
                        store,
                        new MemoryBudget(memory, partBytes, uploadPatience),
                        Math.min(maxBlobBytes, (long) partBytes * limits.maxParts()),
                        maxUpdateBytes,
                        conflictPatience,
                        random),
                BlobScope.ALL);
    }

    private static Duration notNegative(Duration given, String name) {
        if (given.isNegative()) {
            throw new IllegalArgumentException(name + " is not negative: " + given);
        }
        return given;
    }
}
