package dev.unpin.concurrency;

import dev.unpin.Condition;
import dev.unpin.Versioned;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.StoredRecord;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one update. A conflict brings along what is stored, so it is tried once more at once; after a pause what
 * it brought is old, and is read again. For one thread.
 */
final class RecordUpdate<T> {
    private static final int WRITES_PER_READ = 2;

    private final RecordSettings<T> settings;
    private final String key;
    private final @Nullable T initial;
    private final UnaryOperator<T> change;

    RecordUpdate(RecordSettings<T> settings, String key, @Nullable T initial, UnaryOperator<T> change) {
        this.settings = settings;
        this.key = key;
        this.initial = initial;
        this.change = Objects.requireNonNull(change, "change");
    }

    Optional<Versioned<T>> tryOnce() {
        @Nullable
        StoredRecord before = settings.store().find(settings.collection(), key).orElse(null);
        for (int writes = 0; writes < WRITES_PER_READ; writes++) {
            T after = Objects.requireNonNull(change.apply(valueOf(before)), "the changed value");
            byte[] bytes = settings.encode(after);
            if (before != null && settings.timeToLive().isZero() && Arrays.equals(before.value(), bytes)) {
                return Optional.of(new Versioned<>(after, RecordSettings.version(before.version())));
            }
            Condition unchanged =
                    before == null ? Condition.absent() : Condition.ifVersion(RecordSettings.version(before.version()));
            RecordReply reply = settings.write(key, unchanged, bytes);
            if (reply.status() == RecordReply.Status.WRITTEN) {
                return Optional.of(new Versioned<>(after, RecordSettings.version(reply.version())));
            }
            before = reply.current().orElse(null);
        }
        return Optional.empty();
    }

    private T valueOf(@Nullable StoredRecord stored) {
        if (stored != null) {
            return settings.decode(stored).value();
        }
        if (initial == null) {
            throw new RecordNotFoundException(settings.collection());
        }
        return initial;
    }
}
