package dev.unpin.concurrency;

import dev.unpin.Version;
import dev.unpin.Versioned;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Records#tryPut} did; as immutable as the values.
 *
 * @param <T> the type of the values
 */
public final class PutResult<T> {
    private final @Nullable Version version;
    private final @Nullable Versioned<T> current;

    private PutResult(@Nullable Version version, @Nullable Versioned<T> current) {
        this.version = version;
        this.current = current;
    }

    static <T> PutResult<T> stored(Version version) {
        return new PutResult<>(version, null);
    }

    static <T> PutResult<T> conflict(@Nullable Versioned<T> current) {
        return new PutResult<>(null, current);
    }

    /**
     * Tells whether the value was stored.
     *
     * @return false if the condition was not met, and nothing was changed
     */
    public boolean isStored() {
        return version != null;
    }

    /**
     * Returns the version that the write made.
     *
     * @return the version
     * @throws IllegalStateException unless {@link #isStored()}
     */
    public Version version() {
        if (version == null) {
            throw new IllegalStateException("nothing was stored; ask isStored() first");
        }
        return version;
    }

    /**
     * Returns what was in the way, read in the same step in which the condition was judged.
     *
     * @return what is stored, or empty if nothing is, or if the write was stored
     */
    public Optional<Versioned<T>> current() {
        return Optional.ofNullable(current);
    }

    /** Shows what happened, never a value. */
    @Override
    public String toString() {
        return isStored() ? "PutResult[stored " + version + "]" : "PutResult[conflict]";
    }
}
