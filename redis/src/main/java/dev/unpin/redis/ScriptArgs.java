package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The arguments of one script call, in order; the script sees them as {@code ARGV[1]}, {@code ARGV[2]} and so on.
 *
 * <p>A builder for one thread: fill it, pass it to {@link RedisBackend#eval}, forget it. Byte arrays are not copied.
 */
public final class ScriptArgs {
    private final List<byte[]> values = new ArrayList<>();

    private ScriptArgs() {}

    /**
     * Starts an empty list of arguments.
     *
     * @return a new list
     */
    public static ScriptArgs of() {
        return new ScriptArgs();
    }

    /**
     * Adds a text in UTF-8.
     *
     * @param value any text, also an empty one
     * @return this
     */
    public ScriptArgs add(String value) {
        values.add(Objects.requireNonNull(value, "value").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Adds a whole number in decimal digits; Lua holds those below 2^53 exactly.
     *
     * @param value any number
     * @return this
     */
    public ScriptArgs add(long value) {
        values.add(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /**
     * Adds raw bytes.
     *
     * @param value any bytes, also none; not to be changed before the call has ended
     * @return this
     */
    public ScriptArgs add(byte[] value) {
        values.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    List<byte[]> values() {
        return values;
    }

    /** Tells only how many there are: arguments hold users' data. */
    @Override
    public String toString() {
        return values.size() + " arguments";
    }
}
