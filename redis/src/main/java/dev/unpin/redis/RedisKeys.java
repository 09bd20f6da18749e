package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The keys of one script call, which share a tag and therefore a hash slot; immutable, made by
 * {@link RedisBackend#keys}.
 *
 * <p>A key reads {@code <namespace>:{<tag>}:<kind>:<id>}, or {@code <namespace>:{<tag>}:<kind>} where a tag has only
 * one of a kind. Tags and ids are any text: characters other than letters, digits and {@code . _ ~ - @ / + =} are
 * written as percent and two hexadecimal digits per UTF-8 byte, so that different texts never meet in one key. A script
 * sees the keys as {@code KEYS[1]}, {@code KEYS[2]} and so on.
 */
public final class RedisKeys {
    /** The longest tag or id, in bytes after escaping. */
    private static final int MAX_PART_BYTES = 1024;

    private static final String PLAIN = "._~-@/+=";
    private static final String HEX = "0123456789ABCDEF";

    private final String prefix;
    private final int slot;
    private final List<String> names;

    private RedisKeys(String prefix, int slot, List<String> names) {
        this.prefix = prefix;
        this.slot = slot;
        this.names = names;
    }

    static RedisKeys of(String namespace, String tag) {
        String escaped = escape("tag", tag);
        return new RedisKeys(
                namespace + ":{" + escaped + "}:",
                JedisClusterCRC16.getSlot(escaped.getBytes(StandardCharsets.US_ASCII)),
                List.of());
    }

    /**
     * Adds the only key of a kind under this tag.
     *
     * @param kind 1 to 64 letters, digits, dots, underscores and hyphens
     * @return these keys and one more
     * @throws IllegalArgumentException if the kind is anything else
     */
    public RedisKeys key(String kind) {
        return plus(prefix + Names.require("kind", kind));
    }

    /**
     * Adds one of many keys of a kind under this tag.
     *
     * @param kind 1 to 64 letters, digits, dots, underscores and hyphens
     * @param id any text that is not empty, at most 1024 bytes after escaping
     * @return these keys and one more
     * @throws IllegalArgumentException if the kind or the id is anything else
     */
    public RedisKeys key(String kind, String id) {
        return plus(prefix + Names.require("kind", kind) + ":" + escape("id", id));
    }

    /**
     * Returns the full names of the keys, as they lie in Redis.
     *
     * @return an immutable list in the order of the calls
     */
    public List<String> names() {
        return names;
    }

    int slot() {
        return slot;
    }

    private RedisKeys plus(String name) {
        List<String> more = new ArrayList<>(names.size() + 1);
        more.addAll(names);
        more.add(name);
        return new RedisKeys(prefix, slot, Collections.unmodifiableList(more));
    }

    private static String escape(String what, String text) {
        Objects.requireNonNull(text, what);
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        if (escaped.isEmpty() || escaped.length() > MAX_PART_BYTES) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + MAX_PART_BYTES + " bytes after escaping, but is " + escaped.length());
        }
        return escaped.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }

    /** Tells only how many there are: ids can be secrets. */
    @Override
    public String toString() {
        return names.size() + " keys in slot " + slot;
    }
}
