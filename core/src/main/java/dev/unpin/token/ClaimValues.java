package dev.unpin.token;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies values of claims to the innermost, so that nobody can change them, and lets only what JSON has pass. */
final class ClaimValues {
    /** Deeper is an accident, or a cycle. */
    private static final int MAX_DEPTH = 32;

    private ClaimValues() {}

    static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> values) {
        return copyMap(values, 1);
    }

    private static Map<String, @Nullable Object> copyMap(Map<?, ? extends @Nullable Object> values, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException("names of claims have to be strings");
            }
            copy.put(text, copyOf(text, value, depth));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyOf(String name, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the claim " + name + " is nested deeper than " + MAX_DEPTH);
        }
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof BigInteger big) {
            return new BigDecimal(big);
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, depth + 1);
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> copy = new ArrayList<>();
            items.forEach(item -> copy.add(copyOf(name, item, depth + 1)));
            return Collections.unmodifiableList(copy);
        }
        throw new IllegalArgumentException("the claim " + name + " has to be a string, truth value, whole number,"
                + " BigDecimal, list or map, but was: " + value.getClass().getName());
    }
}
