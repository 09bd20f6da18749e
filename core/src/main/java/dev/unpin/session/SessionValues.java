package dev.unpin.session;

import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.StoredField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one session in one request. Values that the request does not ask for are never decoded or written. */
final class SessionValues {
    private final String sessionId;
    private final SessionSettings settings;
    private final Map<String, StoredField> stored;
    private final Map<String, SessionValue<?>> touched = new LinkedHashMap<>();
    private boolean writingAll;

    SessionValues(String sessionId, SessionSettings settings, Map<String, StoredField> stored) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.stored = stored;
    }

    /** What was read is a copy: that it holds a value already proves nothing. */
    void writeAll() {
        writingAll = true;
    }

    <T> SessionValue<T> value(SessionKey<T> key) {
        SessionValue<?> value = touched.get(key.name());
        if (value == null) {
            SessionValue<T> made = new SessionValue<>(key, sessionId, settings, stored.get(key.name()));
            touched.put(key.name(), made);
            return made;
        }
        if (!value.key().hasTypeOf(key)) {
            throw new IllegalArgumentException(
                    "two session keys are named " + key.name() + " and differ in type; give one another name");
        }
        // Same name and same type or codec object: the value was made by an equal key.
        @SuppressWarnings("unchecked")
        SessionValue<T> same = (SessionValue<T>) value;
        return same;
    }

    /**
     * What the commit is to do: all of it, or nothing if all of it is stored already. The changes then count as made at
     * the moment the session was read. A part of them cannot be left out: it would seem made before the others.
     */
    List<FieldChange> changes() {
        List<FieldChange> changes = new ArrayList<>();
        touched.values().forEach(value -> value.change().ifPresent(changes::add));
        if (!writingAll && touched.values().stream().allMatch(SessionValue::isStored)) {
            touched.values().forEach(SessionValue::leaveOut);
            return List.of();
        }
        return changes;
    }

    void rebase(Map<String, Optional<StoredField>> conflicts) {
        conflicts.forEach((name, now) -> {
            SessionValue<?> value = touched.get(name);
            if (value != null) {
                value.rebase(now.orElse(null));
            }
        });
    }

    void saved(long version) {
        touched.values().forEach(value -> value.saved(version));
    }
}
