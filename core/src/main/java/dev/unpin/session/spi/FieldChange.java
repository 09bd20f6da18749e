package dev.unpin.session.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a commit does to one field: set or remove it, always or only if it still has an expected version. Immutable. */
public final class FieldChange {
    /** The expected version of a field that must not be there. */
    public static final long ABSENT = 0;

    private static final long ALWAYS = -1;

    private final String name;
    private final long expectedVersion;
    private final byte @Nullable [] value;

    private FieldChange(String name, long expectedVersion, byte @Nullable [] value) {
        this.name = Objects.requireNonNull(name, "name");
        this.expectedVersion = expectedVersion;
        this.value = value;
    }

    /**
     * Sets a field, whatever it holds.
     *
     * @param name the field
     * @param value its new value; not copied
     * @return the change
     */
    public static FieldChange set(String name, byte[] value) {
        return new FieldChange(name, ALWAYS, Objects.requireNonNull(value, "value"));
    }

    /**
     * Removes a field, whatever it holds.
     *
     * @param name the field
     * @return the change
     */
    public static FieldChange remove(String name) {
        return new FieldChange(name, ALWAYS, null);
    }

    /**
     * Makes this change conditional.
     *
     * @param version the version that the field must have at the commit, or {@link #ABSENT}
     * @return the conditional change
     */
    public FieldChange ifVersion(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("an expected version is 0 (absent) or positive, not " + version);
        }
        return new FieldChange(name, version, value);
    }

    /**
     * Returns the field's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Tells whether the change depends on the field's version.
     *
     * @return true if {@link #expectedVersion()} must match
     */
    public boolean isConditional() {
        return expectedVersion != ALWAYS;
    }

    /**
     * Returns the version that the field must have.
     *
     * @return the version, or {@link #ABSENT}
     * @throws IllegalStateException unless {@link #isConditional()}
     */
    public long expectedVersion() {
        if (!isConditional()) {
            throw new IllegalStateException("the change of " + name + " expects no version");
        }
        return expectedVersion;
    }

    /**
     * Returns the new value.
     *
     * @return the bytes themselves, not a copy, or null if the field is to be removed
     */
    public byte @Nullable [] value() {
        return value;
    }
}
