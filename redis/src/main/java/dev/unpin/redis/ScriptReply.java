package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.KeyValue;

/**
 * What a script answered; immutable.
 *
 * <p>Lua numbers arrive as whole numbers (fractions are cut off by the server), strings as bytes, tables as lists that
 * end before their first nil, {@code true} as 1, {@code false} and {@code nil} as null. An accessor that does not fit
 * the answer throws {@link IllegalStateException}: that is a mistake in the driver.
 */
public final class ScriptReply {
    private final @Nullable Object value;

    ScriptReply(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Tells whether the answer is null.
     *
     * @return true after {@code return nil} and {@code return false}
     */
    public boolean isNull() {
        return value == null;
    }

    /**
     * Tells whether the answer is a whole number, as the usual outcome of many scripts is.
     *
     * @return true after {@code return 1}
     */
    public boolean isNumber() {
        return value instanceof Long;
    }

    /**
     * Returns the answer as a whole number.
     *
     * @return the number
     */
    public long integer() {
        if (value instanceof Long number) {
            return number;
        }
        throw unfit("a number");
    }

    /**
     * Returns the answer as bytes.
     *
     * @return the bytes themselves, not a copy
     */
    public byte[] bytes() {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        throw unfit("a string");
    }

    /**
     * Returns the answer as text, read as UTF-8.
     *
     * @return the text
     */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the answer as a list; of a map, keys and values in turn.
     *
     * @return the elements in order
     */
    public List<ScriptReply> list() {
        if (value instanceof List<?> list) {
            List<ScriptReply> elements = new ArrayList<>(list.size());
            for (Object element : list) {
                if (element instanceof KeyValue<?, ?> pair) { // how Jedis shows the map of RESP3
                    elements.add(new ScriptReply(pair.getKey()));
                    elements.add(new ScriptReply(pair.getValue()));
                } else {
                    elements.add(new ScriptReply(element));
                }
            }
            return elements;
        }
        throw unfit("a list");
    }

    private IllegalStateException unfit(String wanted) {
        return new IllegalStateException("The script answered " + kind() + ", not " + wanted);
    }

    private String kind() {
        if (value == null) {
            return "null";
        }
        return value instanceof byte[] ? "a string" : value instanceof List<?> ? "a list" : "a number";
    }

    /** Tells only the kind of answer: answers hold users' data. */
    @Override
    public String toString() {
        return kind();
    }
}
