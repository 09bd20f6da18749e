package dev.unpin.codec;

/**
 * Turns values of one type into bytes and back. Implementations are thread-safe.
 *
 * <p>During a rolling deploy two versions of a service read each other's bytes: a codec should pass over what it does
 * not know. The type is always given by the reader's code; a codec must never take a class name from the bytes.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {
    /**
     * Encodes a value.
     *
     * @param value the value
     * @return bytes that {@link #decode} of this and the neighbouring releases understands; the caller may keep them
     * @throws CodecException if this value cannot be encoded
     */
    byte[] encode(T value);

    /**
     * Decodes a value.
     *
     * @param bytes what {@link #encode} returned, possibly in another release; not modified
     * @return the value
     * @throws CodecException if the bytes do not hold a value of this type
     */
    T decode(byte[] bytes);
}
