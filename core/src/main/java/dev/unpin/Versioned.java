package dev.unpin;

import java.util.Objects;

/**
 * A value and the version at which it was read or written; as immutable as the value.
 *
 * @param <T> the type of the value
 * @param value the value
 * @param version its version, for a {@link Condition} of the next write and for the {@code ETag} of an answer
 */
public record Versioned<T>(T value, Version version) {
    /**
     * Joins the two.
     *
     * @param value the value
     * @param version its version
     */
    public Versioned {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(version, "version");
    }
}
