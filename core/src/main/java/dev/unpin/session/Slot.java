package dev.unpin.session;

import dev.unpin.LimitExceededException;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.StoredField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One value of a session while a request works on it: what is stored, what it reads as, and what is to become of it.
 */
final class Slot<T> {
    /** What the commit is to do. */
    private enum Pending {
        NOTHING,
        SET,
        REMOVE,
        UPDATE,
        DROP
    }

    private final SessionKey<T> key;
    private final Codec<T> codec;
    private final String sessionId;
    private final SessionSettings settings;
    private final List<UnaryOperator<T>> updates = new ArrayList<>();
    private Pending pending = Pending.NOTHING;
    private @Nullable StoredField stored;
    private boolean decoded;
    private @Nullable T value;
    private byte @Nullable [] toStore;

    Slot(SessionKey<T> key, String sessionId, SessionSettings settings, @Nullable StoredField stored) {
        this.key = key;
        this.codec = key.codec(settings.codecs());
        this.sessionId = sessionId;
        this.settings = settings;
        this.stored = stored;
    }

    SessionKey<T> key() {
        return key;
    }

    Optional<T> find() {
        decode();
        return Optional.ofNullable(value);
    }

    T findOrInitial() {
        return find().or(key::initialValue)
                .orElseThrow(() -> new NoSuchElementException(
                        "the session holds no " + key.name() + "; use find, or give the key an initial value"));
    }

    void set(T newValue) {
        value = Objects.requireNonNull(newValue, "value");
        decoded = true;
        pending = Pending.SET;
        updates.clear();
    }

    void remove() {
        value = null;
        decoded = true;
        pending = Pending.REMOVE;
        updates.clear();
    }

    T update(UnaryOperator<T> function) {
        T next = apply(function);
        switch (pending) {
            case NOTHING, UPDATE, DROP -> {
                pending = Pending.UPDATE;
                updates.add(function);
            }
            // What was stored no longer matters to a value that this request has set or removed itself.
            case SET, REMOVE -> pending = Pending.SET;
        }
        value = next;
        return next;
    }

    /**
     * What the commit has to do, if anything. A value that is already stored as it should be needs no write: the change
     * then counts as made at the moment the session was read.
     */
    Optional<FieldChange> change() {
        return switch (pending) {
            case NOTHING -> Optional.empty();
            case SET -> encode().map(bytes -> FieldChange.set(key.name(), bytes));
            case UPDATE ->
                encode().map(bytes -> FieldChange.set(key.name(), bytes).ifVersion(storedVersion()));
            case REMOVE -> Optional.ofNullable(stored).map(field -> FieldChange.remove(key.name()));
            case DROP -> Optional.of(FieldChange.remove(key.name()).ifVersion(storedVersion()));
        };
    }

    /** Another request has changed the value: starts again from what is stored now. */
    void rebase(@Nullable StoredField now) {
        stored = now;
        decoded = false;
        if (pending == Pending.DROP) {
            pending = Pending.NOTHING;
        }
        for (UnaryOperator<T> function : updates) {
            value = apply(function);
        }
    }

    /** The commit went through. */
    void saved(long version) {
        if (pending != Pending.NOTHING) {
            stored = toStore == null ? null : new StoredField(version, toStore);
            pending = Pending.NOTHING;
            updates.clear();
        }
    }

    private T apply(UnaryOperator<T> function) {
        return Objects.requireNonNull(
                function.apply(findOrInitial()), () -> "an update of " + key.name() + " must not return null");
    }

    private long storedVersion() {
        return stored == null ? FieldChange.ABSENT : stored.version();
    }

    private Optional<byte[]> encode() {
        byte[] bytes = ValueFormat.wrap(codec.encode(Objects.requireNonNull(value)));
        if (bytes.length > settings.maxValueBytes()) {
            throw new LimitExceededException(
                    "maxValueBytes",
                    settings.maxValueBytes(),
                    "the value of " + key.name() + " has " + bytes.length + " bytes, allowed are "
                            + settings.maxValueBytes() + "; keep large data elsewhere and its key in the session");
        }
        toStore = bytes;
        return stored != null && Arrays.equals(bytes, stored.bytes()) ? Optional.empty() : Optional.of(bytes);
    }

    private void decode() {
        if (decoded) {
            return;
        }
        value = null;
        if (stored != null) {
            try {
                value = codec.decode(ValueFormat.unwrap(stored.bytes()));
            } catch (CodecException e) {
                settings.tell(new SessionEvent.ValueUnreadable(sessionId, key.name(), settings.unreadable(), e));
                switch (settings.unreadable()) {
                    case FAIL ->
                        throw CodecException.unreadable(
                                "the session's " + key.name()
                                        + " cannot be read; set or remove it, or choose another policy"
                                        + " for unreadable values",
                                e);
                    case DROP -> pending = Pending.DROP;
                    case KEEP -> {}
                }
            }
        }
        decoded = true;
    }
}
