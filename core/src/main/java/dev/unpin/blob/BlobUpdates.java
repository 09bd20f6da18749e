package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.LimitExceededException;
import dev.unpin.PreconditionFailedException;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.retry.Backoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a small blob, changes it, and writes it if nobody else did meanwhile; else again. Thread-safe. */
final class BlobUpdates {
    private final BlobSettings settings;
    private final BlobReads reads;
    private final BlobWrites writes;

    BlobUpdates(BlobSettings settings, BlobReads reads, BlobWrites writes) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
    }

    BlobInfo update(String key, byte[] initial, UnaryOperator<byte[]> change) {
        settings.require(BlobCapability.CREATE_ONLY, "update");
        settings.require(BlobCapability.COMPARE_AND_SET, "update");
        Backoff backoff = settings.backoff();
        do {
            Optional<BlobInfo> done = tryOnce(key, initial, change);
            if (done.isPresent()) {
                return done.get();
            }
        } while (backoff.pause());
        throw new BlobConflictException(key);
    }

    private Optional<BlobInfo> tryOnce(String key, byte[] initial, UnaryOperator<byte[]> change) {
        byte[] before = initial.clone();
        BlobInfo info = null;
        try (BlobReader reader = reads.open(key, null, null)) {
            info = reader.info();
            requireSmall(info.size());
            before = reader.readAllBytes();
        } catch (BlobNotFoundException absent) {
            // and to be created
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] after = Objects.requireNonNull(change.apply(before.clone()), "the changed bytes");
        requireSmall(after.length);
        if (info != null && Arrays.equals(before, after)) {
            return Optional.of(info);
        }
        return write(key, info, after);
    }

    private Optional<BlobInfo> write(String key, @Nullable BlobInfo info, byte[] after) {
        PutOptions options = new PutOptions();
        if (info == null) {
            options.ifAbsent();
        } else {
            options.attributes(info.attributes()).condition(Condition.ifVersion(info.version()));
        }
        try {
            return Optional.of(writes.put(key, BlobSource.of(after), options));
        } catch (PreconditionFailedException othersWereFaster) {
            return Optional.empty();
        }
    }

    private void requireSmall(long size) {
        if (size > settings.maxUpdateBytes()) {
            throw new LimitExceededException(
                    "maxUpdateBytes",
                    settings.maxUpdateBytes(),
                    "a blob that is updated in memory has at most " + settings.maxUpdateBytes() + " bytes, not "
                            + size);
        }
    }
}
