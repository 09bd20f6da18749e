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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One value of a session while a request works on it: what is stored, what it reads as, and what is to become of it.
 */
final class SessionValue<T> {
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
    private final List<Supplier<T>> updates = new ArrayList<>();
    private Pending pending = Pending.NOTHING;
    private @Nullable StoredField stored;
    private boolean decoded;
    private @Nullable T value;
    private @Nullable FieldChange change;

    SessionValue(SessionKey<T> key, String sessionId, SessionSettings settings, @Nullable StoredField stored) {
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

    /** The initial value is that of the key asked for: keys of one name and type may differ in it. */
    T findOrInitial(SessionKey<T> asked) {
        return find().or(asked::initialValue)
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

    T update(SessionKey<T> asked, UnaryOperator<T> function) {
        Supplier<T> update = () -> Objects.requireNonNull(
                function.apply(findOrInitial(asked)), () -> "an update of " + key.name() + " must not return null");
        T next = update.get();
        switch (pending) {
            case NOTHING, UPDATE, DROP -> {
                pending = Pending.UPDATE;
                updates.add(update);
            }
            // What was stored no longer matters to a value that this request has set or removed itself.
            case SET, REMOVE -> pending = Pending.SET;
        }
        value = next;
        return next;
    }

    /** What the commit is to do, if anything. */
    Optional<FieldChange> change() {
        change = switch (pending) {
            case NOTHING -> null;
            case SET -> FieldChange.set(key.name(), encode());
            case UPDATE -> FieldChange.set(key.name(), encode()).ifVersion(storedVersion());
            case REMOVE -> FieldChange.remove(key.name());
            case DROP -> FieldChange.remove(key.name()).ifVersion(storedVersion());
        };
        return Optional.ofNullable(change);
    }

    /** Whether the value is stored already as the change would leave it. */
    boolean isStored() {
        if (change == null) {
            return true;
        }
        byte[] bytes = change.value();
        return stored == null ? bytes == null : bytes != null && Arrays.equals(bytes, stored.bytes());
    }

    /** The change is left out of the commit. */
    void leaveOut() {
        change = null;
    }

    /**
     * Another request has changed the value: starts again from what is stored now. If an update cannot be applied to
     * that, all stays as it was, so that the next commit meets the same conflict.
     */
    void rebase(@Nullable StoredField now) {
        StoredField storedBefore = stored;
        T valueBefore = value;
        stored = now;
        decoded = false;
        pending = Pending.NOTHING;
        try {
            for (Supplier<T> update : updates) {
                value = update.get();
                pending = Pending.UPDATE;
            }
        } catch (RuntimeException e) {
            stored = storedBefore;
            value = valueBefore;
            decoded = true;
            pending = Pending.UPDATE;
            throw e;
        }
    }

    /** The commit went through. */
    void saved(long version) {
        if (change != null) {
            byte[] bytes = change.value();
            stored = bytes == null ? null : new StoredField(version, bytes);
        }
        pending = Pending.NOTHING;
        updates.clear();
    }

    private long storedVersion() {
        return stored == null ? FieldChange.ABSENT : stored.version();
    }

    private byte[] encode() {
        byte[] encoded = codec.encode(Objects.requireNonNull(value));
        requireAllowed(encoded.length);
        if (stored != null && settings.format().holds(sessionId, key.name(), stored.bytes(), encoded)) {
            return stored.bytes();
        }
        byte[] wrapped = settings.format().wrap(sessionId, key.name(), encoded);
        requireAllowed(wrapped.length - 1);
        return wrapped;
    }

    private void requireAllowed(int bytes) {
        if (bytes > settings.maxValueBytes()) {
            throw new LimitExceededException(
                    "maxValueBytes",
                    settings.maxValueBytes(),
                    "the value of " + key.name() + " has " + bytes + " bytes, allowed are " + settings.maxValueBytes()
                            + "; keep large data elsewhere and its key in the session");
        }
    }

    private void decode() {
        if (decoded) {
            return;
        }
        value = null;
        if (stored != null) {
            try {
                value = codec.decode(decrypt(stored.bytes()));
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

    /** No policy for unreadable values applies: what is not genuine must not decide that there is no value. */
    private byte[] decrypt(byte[] bytes) {
        try {
            byte[] encoded = settings.format().unwrap(sessionId, key.name(), bytes);
            if (settings.format().isYetPlain(bytes)) {
                settings.tell(new SessionEvent.PlainValueRead(sessionId, key.name()));
            }
            return encoded;
        } catch (SessionDecryptionException e) {
            settings.tell(new SessionEvent.ValueNotDecrypted(sessionId, key.name(), e));
            throw e;
        }
    }
}
