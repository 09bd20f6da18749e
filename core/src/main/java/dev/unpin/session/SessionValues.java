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
    private final Map<String, Slot<?>> slots = new LinkedHashMap<>();

    SessionValues(String sessionId, SessionSettings settings, Map<String, StoredField> stored) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.stored = stored;
    }

    <T> Slot<T> slot(SessionKey<T> key) {
        Slot<?> slot = slots.get(key.name());
        if (slot == null) {
            Slot<T> made = new Slot<>(key, sessionId, settings, stored.get(key.name()));
            slots.put(key.name(), made);
            return made;
        }
        if (!slot.key().hasTypeOf(key)) {
            throw new IllegalArgumentException(
                    "two session keys are named " + key.name() + " and differ in type; give one another name");
        }
        // Same name and same type or codec object: the slot was made by an equal key.
        @SuppressWarnings("unchecked")
        Slot<T> same = (Slot<T>) slot;
        return same;
    }

    List<FieldChange> changes() {
        List<FieldChange> changes = new ArrayList<>();
        slots.values().forEach(slot -> slot.change().ifPresent(changes::add));
        return changes;
    }

    void rebase(Map<String, Optional<StoredField>> conflicts) {
        conflicts.forEach((name, now) -> {
            Slot<?> slot = slots.get(name);
            if (slot != null) {
                slot.rebase(now.orElse(null));
            }
        });
    }

    void saved(long version) {
        slots.values().forEach(slot -> slot.saved(version));
    }
}
