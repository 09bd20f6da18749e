package dev.unpin.concurrency.spi;

import dev.unpin.Condition;
import dev.unpin.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One conditional write of a record. Immutable, but for its bytes, which nobody may change. */
public final class RecordWrite {
    /** The base of a write that has not read anything; the store may know a later one. */
    public static final long NO_BASE = 0;

    /** What {@link Long#toString(long)} writes of a version: others were not issued by a store of records. */
    private static final Pattern ISSUED = Pattern.compile("[1-9][0-9]{0,17}");

    private final String collection;
    private final String key;
    private final long writeId;
    private final long baseVersion;
    private final Condition.Kind kind;
    private final Set<Long> versions;
    private final byte @Nullable [] value;
    private final Duration timeToLive;
    private final Duration tombstone;

    private RecordWrite(
            String collection,
            String key,
            long writeId,
            long baseVersion,
            Condition.Kind kind,
            Set<Long> versions,
            byte @Nullable [] value,
            Duration timeToLive,
            Duration tombstone) {
        this.collection = Objects.requireNonNull(collection, "collection");
        this.key = Objects.requireNonNull(key, "key");
        this.writeId = writeId;
        this.baseVersion = baseVersion;
        this.kind = kind;
        this.versions = versions;
        this.value = value;
        this.timeToLive = Objects.requireNonNull(timeToLive, "timeToLive");
        this.tombstone = Objects.requireNonNull(tombstone, "tombstone");
    }

    /**
     * Describes a write. Its base is the lowest version that the condition names, else {@link #NO_BASE}.
     *
     * @param collection the record's collection
     * @param key the record's key
     * @param writeId a random number, new for every write
     * @param condition what is demanded of what is stored
     * @param value the new bytes, not copied, or null to remove the record
     * @param timeToLive after which the record is gone, or zero for never
     * @param tombstone for how long its version outlives the record
     * @return the write
     */
    public static RecordWrite of(
            String collection,
            String key,
            long writeId,
            Condition condition,
            byte @Nullable [] value,
            Duration timeToLive,
            Duration tombstone) {
        TreeSet<Long> versions = new TreeSet<>();
        for (Version version : condition.versions()) {
            if (ISSUED.matcher(version.text()).matches()) {
                versions.add(Long.valueOf(version.text()));
            }
        }
        long base = versions.isEmpty() ? NO_BASE : versions.first();
        return new RecordWrite(
                collection,
                key,
                writeId,
                base,
                condition.kind(),
                Collections.unmodifiableSet(versions),
                value,
                timeToLive,
                tombstone);
    }

    /**
     * Builds this write on another version.
     *
     * @param version a version that the key had before this write was first sent
     * @return the same write with that base
     */
    public RecordWrite basedOn(long version) {
        return new RecordWrite(collection, key, writeId, version, kind, versions, value, timeToLive, tombstone);
    }

    /**
     * Tells whether what is stored meets the condition.
     *
     * @param current its version, or 0 if nothing is stored
     * @return true if the write may go on
     */
    public boolean isMetBy(long current) {
        return switch (kind) {
            case ANY -> true;
            case ABSENT -> current == 0;
            case PRESENT -> current != 0;
            case VERSION -> versions.contains(current);
        };
    }

    /**
     * Returns the record's collection.
     *
     * @return the collection
     */
    public String collection() {
        return collection;
    }

    /**
     * Returns the record's key.
     *
     * @return the key
     */
    public String key() {
        return key;
    }

    /**
     * Returns by what the write is recognised when it arrives again.
     *
     * @return a random number
     */
    public long writeId() {
        return writeId;
    }

    /**
     * Returns a version that the key had before this write was first sent.
     *
     * @return a version, or {@link #NO_BASE}
     */
    public long baseVersion() {
        return baseVersion;
    }

    /**
     * Returns what is demanded.
     *
     * @return the condition's case
     */
    public Condition.Kind kind() {
        return kind;
    }

    /**
     * Returns the versions of which one is demanded.
     *
     * @return an unmodifiable set of positive numbers; empty unless {@link Condition.Kind#VERSION}, and then met by
     *     nothing
     */
    public Set<Long> versions() {
        return versions;
    }

    /**
     * Returns the new value.
     *
     * @return the bytes themselves, not a copy, or null if the record is to be removed
     */
    public byte @Nullable [] value() {
        return value;
    }

    /**
     * Returns after which time the record is gone.
     *
     * @return the time from this write on, or zero for never
     */
    public Duration timeToLive() {
        return timeToLive;
    }

    /**
     * Returns for how long the version outlives the record.
     *
     * @return the time from its removal or expiry on
     */
    public Duration tombstone() {
        return tombstone;
    }

    /** Shows where it goes, never the value. */
    @Override
    public String toString() {
        return (value == null ? "removal of " : "write of ") + collection + "/" + key;
    }
}
