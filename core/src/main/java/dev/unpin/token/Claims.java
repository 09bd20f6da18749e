package dev.unpin.token;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named values that a token carries, as they are in JSON. Immutable, to the innermost list.
 *
 * <p>A claim that is absent, or null, is empty. One of another kind than asked for is never converted: it is a
 * {@link TokenException} with {@link TokenRejection#MALFORMED}, for the token does not say what the caller relies on.
 */
public final class Claims {
    private static final String STRINGS = "a list of strings";
    private static final Claims NONE = new Claims(Map.of());

    private final Map<String, @Nullable Object> values;

    private Claims(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Returns no claims.
     *
     * @return the empty set
     */
    public static Claims none() {
        return NONE;
    }

    /**
     * Takes values, for authors of verifiers and for issuing.
     *
     * @param values by name: strings, booleans, whole numbers within {@code long}, {@link BigDecimal}, nulls, lists of
     *     these and maps from string to these; copied
     * @return these claims, in the map's order
     * @throws IllegalArgumentException if a value is of another type
     */
    public static Claims of(Map<String, ? extends @Nullable Object> values) {
        return values.isEmpty() ? NONE : new Claims(ClaimValues.copy(values));
    }

    /**
     * Returns the names of all claims, whatever their kind.
     *
     * @return an unmodifiable set, in the token's order
     */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * Returns a string.
     *
     * @param name the claim's name
     * @return its value, or empty
     * @throws TokenException if the claim is no string
     */
    public Optional<String> string(String name) {
        return value(name, String.class, "a string");
    }

    /**
     * Returns a whole number.
     *
     * @param name the claim's name
     * @return its value, or empty
     * @throws TokenException if the claim is no whole number or does not fit into a {@code long}
     */
    public Optional<Long> integer(String name) {
        return value(name, Long.class, "a whole number");
    }

    /**
     * Returns a number.
     *
     * @param name the claim's name
     * @return its value, or empty
     * @throws TokenException if the claim is no number
     */
    public Optional<BigDecimal> decimal(String name) {
        return values.get(name) instanceof Long whole
                ? Optional.of(BigDecimal.valueOf(whole))
                : value(name, BigDecimal.class, "a number");
    }

    /**
     * Returns a truth value.
     *
     * @param name the claim's name
     * @return its value, or empty
     * @throws TokenException if the claim is neither true nor false
     */
    public Optional<Boolean> bool(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /**
     * Returns a list of strings.
     *
     * @param name the claim's name
     * @return its values, unmodifiable; empty if the claim is absent
     * @throws TokenException if the claim is no list, or holds anything but strings
     */
    public List<String> strings(String name) {
        List<?> items = value(name, List.class, STRINGS).orElse(List.of());
        List<String> strings = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw wrong(name, STRINGS);
            }
            strings.add(text);
        }
        return Collections.unmodifiableList(strings);
    }

    /**
     * Returns an object of further claims.
     *
     * @param name the claim's name
     * @return its members; none if the claim is absent
     * @throws TokenException if the claim is no object
     */
    @SuppressWarnings("unchecked") // checked when these claims were made
    public Claims object(String name) {
        return value(name, Map.class, "an object")
                .map(map -> new Claims((Map<String, @Nullable Object>) map))
                .orElse(NONE);
    }

    /**
     * Returns all values as they are: {@link String}, {@link Boolean}, {@link Long}, {@link BigDecimal}, null,
     * {@link List}, {@link Map}.
     *
     * @return an unmodifiable map, to the innermost list, in the token's order
     */
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    private <T> Optional<T> value(String name, Class<T> type, String expected) {
        Object value = values.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return Optional.of(type.cast(value));
    }

    private static TokenException wrong(String name, String expected) {
        return new TokenException(TokenRejection.MALFORMED, "the claim " + name + " is not " + expected);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Claims that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Shows the names alone: values may be personal. */
    @Override
    public String toString() {
        return "Claims" + values.keySet();
    }
}
