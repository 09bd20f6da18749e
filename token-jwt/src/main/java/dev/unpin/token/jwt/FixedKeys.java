package dev.unpin.token.jwt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys that never change. */
final class FixedKeys implements VerificationKeys {
    private final Map<String, VerificationKey> keys = new LinkedHashMap<>();

    FixedKeys(Collection<VerificationKey> keys) {
        for (VerificationKey key : keys) {
            if (this.keys.putIfAbsent(key.id(), key) != null) {
                throw new IllegalArgumentException("two keys have the id " + key.id());
            }
        }
    }

    @Override
    public Optional<VerificationKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    Collection<VerificationKey> all() {
        return keys.values();
    }

    @Override
    public String toString() {
        return keys.values().toString();
    }
}
