package dev.unpin.codec;

/** Finds the codec for a class, for instance one that writes JSON. Implementations are thread-safe. */
public interface Codecs {
    /**
     * Returns the codec for a class. Cheap: called for every value.
     *
     * @param <T> the type of the values
     * @param type the class that the caller's code names, never one that a store names
     * @return its codec
     * @throws IllegalArgumentException if this class cannot be encoded; the message says why
     */
    <T> Codec<T> codec(Class<T> type);
}
