package dev.unpin.idempotency;

import dev.unpin.blob.BlobNotFoundException;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.idempotency.spi.OverflowStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps large results as blobs. Thread-safe.
 *
 * <p>Blobs have no time to live: have the bucket expire them, or remove what is older than the retention.
 */
public final class BlobOverflow implements OverflowStore {
    private final Blobs blobs;
    private final String prefix;

    private BlobOverflow(Blobs blobs, String prefix) {
        this.blobs = Objects.requireNonNull(blobs, "blobs");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
    }

    /**
     * Keeps results in blobs.
     *
     * @param blobs where; shared by all instances
     * @param prefix what their keys begin with, for instance {@code results/}
     * @return an overflow
     */
    public static BlobOverflow in(Blobs blobs, String prefix) {
        return new BlobOverflow(blobs, prefix);
    }

    @Override
    public void put(String name, byte[] result, Duration retention) {
        blobs.put(prefix + name, BlobSource.of(result));
    }

    @Override
    public Optional<byte[]> find(String name, int maxBytes) {
        try (BlobReader reader = blobs.open(prefix + name)) {
            return Optional.of(reader.readNBytes(maxBytes));
        } catch (BlobNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a result could not be read from its blob", e);
        }
    }
}
