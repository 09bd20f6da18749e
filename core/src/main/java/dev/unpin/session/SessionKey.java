package dev.unpin.session;

import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one value of a session and gives its type. Immutable and thread-safe; made once, as a constant.
 *
 * <p>The name is what is stored; the type is known to the code alone, so that no store can choose a class to load.
 * Values should be immutable: what is changed in place is not stored.
 *
 * @param <T> the type of the value
 */
public final class SessionKey<T> {
    /** The longest name allowed, in characters. */
    public static final int MAX_NAME_LENGTH = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MAX_NAME_LENGTH - 1) + "}");

    private final String name;
    private final @Nullable Class<T> type;
    private final @Nullable Codec<T> codec;
    private final @Nullable Supplier<? extends T> initial;

    private SessionKey(
            String name, @Nullable Class<T> type, @Nullable Codec<T> codec, @Nullable Supplier<? extends T> initial) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a session key's name is 1 to " + MAX_NAME_LENGTH
                    + " letters, digits, dots, hyphens and underscores, the first a letter or digit");
        }
        this.name = name;
        this.type = type;
        this.codec = codec;
        this.initial = initial;
    }

    /**
     * Names a value of a class for which the sessions' {@link Codecs} have a codec.
     *
     * @param <T> the type of the value
     * @param name 1 to {@value #MAX_NAME_LENGTH} ASCII letters, digits, dots, hyphens and underscores, the first a
     *     letter or digit
     * @param type its class
     * @return the key
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static <T> SessionKey<T> of(String name, Class<T> type) {
        return new SessionKey<>(name, Objects.requireNonNull(type, "type"), null, null);
    }

    /**
     * Names a value and what it is before it is first set.
     *
     * @param <T> the type of the value
     * @param name as in {@link #of(String, Class)}
     * @param type its class
     * @param initial makes the value that {@link Session#get} and {@link Session#update} start from; never stored by
     *     itself
     * @return the key
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static <T> SessionKey<T> of(String name, Class<T> type, Supplier<? extends T> initial) {
        return of(name, type).orElse(initial);
    }

    /**
     * Names a value with a codec of its own, for instance one for a generic type.
     *
     * @param <T> the type of the value
     * @param name as in {@link #of(String, Class)}
     * @param codec turns the value into bytes and back
     * @return the key
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static <T> SessionKey<T> of(String name, Codec<T> codec) {
        return new SessionKey<>(name, null, Objects.requireNonNull(codec, "codec"), null);
    }

    /**
     * Returns the same key with an initial value.
     *
     * @param first makes the value that {@link Session#get} and {@link Session#update} start from; never stored by
     *     itself
     * @return a new key
     */
    public SessionKey<T> orElse(Supplier<? extends T> first) {
        return new SessionKey<>(name, type, codec, Objects.requireNonNull(first, "initial"));
    }

    /**
     * Returns the name under which the value is stored.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    Optional<T> initialValue() {
        return initial == null ? Optional.empty() : Optional.of(initial.get());
    }

    Codec<T> codec(Codecs codecs) {
        return codec != null ? codec : codecs.codec(Objects.requireNonNull(type));
    }

    @SuppressWarnings("ReferenceEquality") // two codecs are of one type only if they are the same object
    boolean hasTypeOf(SessionKey<?> other) {
        return Objects.equals(type, other.type) && codec == other.codec;
    }

    @Override
    public String toString() {
        return "SessionKey[" + name + "]";
    }
}
