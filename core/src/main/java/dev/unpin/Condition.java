package dev.unpin;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a write demands of what is stored already; the store checks it and writes in one atomic step, or it writes
 * nothing. Immutable.
 */
public final class Condition {
    /** The cases. */
    public enum Kind {
        /** Nothing is demanded: the last write wins. */
        ANY,
        /** Nothing may be stored under the key. */
        ABSENT,
        /** Something has to be stored under the key, at whatever version. */
        PRESENT,
        /** What is stored has to be at one of {@link Condition#versions()}; with none of them, nothing ever is. */
        VERSION
    }

    private static final Condition ANY = new Condition(Kind.ANY, Set.of());
    private static final Condition ABSENT = new Condition(Kind.ABSENT, Set.of());
    private static final Condition PRESENT = new Condition(Kind.PRESENT, Set.of());

    private final Kind kind;
    private final Set<Version> versions;

    private Condition(Kind kind, Set<Version> versions) {
        this.kind = kind;
        this.versions = versions;
    }

    /**
     * Writes whatever is stored.
     *
     * @return the condition that is always met
     */
    public static Condition any() {
        return ANY;
    }

    /**
     * Creates, and never overwrites.
     *
     * @return the condition that is met by nothing being stored
     */
    public static Condition absent() {
        return ABSENT;
    }

    /**
     * Overwrites, and never creates.
     *
     * @return the condition that is met by anything being stored
     */
    public static Condition present() {
        return PRESENT;
    }

    /**
     * Overwrites exactly what was read.
     *
     * @param version the version that was read
     * @return the condition that is met by this version alone
     */
    public static Condition ifVersion(Version version) {
        return new Condition(Kind.VERSION, Set.of(Objects.requireNonNull(version, "version")));
    }

    /**
     * Turns an {@code If-Match} header (RFC 9110, section 13.1.1) into a condition: {@code *} is {@link #present()}, a
     * list is met by any of its strong tags. Weak tags match nothing, and neither does a malformed header: a write that
     * should have been conditional never becomes an unconditional one.
     *
     * @param header the header's value, several ones joined by {@code ", "}, or null if the request has none
     * @return the condition
     * @throws PreconditionRequiredException if the request has no such header
     */
    public static Condition ifMatch(@Nullable String header) {
        if (header == null) {
            throw new PreconditionRequiredException("If-Match");
        }
        return EntityTags.parse(header)
                .map(tags -> tags.isAny() ? PRESENT : new Condition(Kind.VERSION, tags.strongVersions()))
                .orElseGet(() -> new Condition(Kind.VERSION, Set.of()));
    }

    /**
     * Turns an {@code If-None-Match} header (RFC 9110, section 13.1.2) of a request that creates into a condition. Only
     * {@code *} makes sense there, and it is {@link #absent()}.
     *
     * @param header the header's value, or null if the request has none
     * @return {@link #absent()}
     * @throws PreconditionRequiredException if the request has no such header
     * @throws PreconditionFailedException if the header holds anything but {@code *}
     */
    public static Condition ifNoneMatch(@Nullable String header) {
        if (header == null) {
            throw new PreconditionRequiredException("If-None-Match");
        }
        if (EntityTags.parse(header).filter(EntityTags::isAny).isEmpty()) {
            throw new PreconditionFailedException("If-None-Match of a request that writes has to be *");
        }
        return ABSENT;
    }

    /**
     * Tells whether what is stored meets this condition.
     *
     * @param current its version, or null if nothing is stored
     * @return true if a write may go on
     */
    public boolean isMetBy(@Nullable Version current) {
        return switch (kind) {
            case ANY -> true;
            case ABSENT -> current == null;
            case PRESENT -> current != null;
            case VERSION -> current != null && versions.contains(current);
        };
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the versions of which one is demanded.
     *
     * @return an unmodifiable set; empty unless {@link Kind#VERSION}
     */
    public Set<Version> versions() {
        return versions;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition that && kind == that.kind && versions.equals(that.versions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, versions);
    }

    /** Shows the case and its versions. */
    @Override
    public String toString() {
        return kind == Kind.VERSION ? "Condition[version in " + versions + "]" : "Condition[" + kind + "]";
    }
}
