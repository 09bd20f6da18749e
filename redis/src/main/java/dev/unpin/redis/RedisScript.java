package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Lua script from a resource file, behind the prologue that all scripts share and the parts that some do; immutable
 * and thread-safe.
 *
 * <p>The prologue gives every script the locals {@code now_us} and {@code now_ms}, the server's time in micro- and
 * milliseconds since 1970. They are given to commands as numbers, which Redis writes in full; Lua's own conversion to a
 * string rounds to 14 digits.
 *
 * <p>Rules of the house for scripts, which the server does not enforce:
 *
 * <ul>
 *   <li>One script is one logical step. It uses nothing that Redis 6.2 lacks, and touches no key that is not in
 *       {@code KEYS}.
 *   <li>First judge, then write. Before its first write a script has looked at all stored bytes that it will use; what
 *       a stranger wrote it answers by {@code {'DAMAGED'}}, what a later release wrote by {@code {'FORMAT'}}.
 *   <li>Outcomes are values: a list that begins with a word, or for the usual one the only number it has to tell, which
 *       costs Redis less. Errors are not for outcomes: one that is raised after a write leaves the step half done, and
 *       since nobody can tell from outside where it was raised, every error raised by a script that writes is reported
 *       as an {@linkplain dev.unpin.Effect#UNKNOWN unknown} effect.
 *   <li>Functions repeat their constants. What they take from outside, Redis allocates anew at every run.
 *   <li>What the server may refuse for want of memory comes before what frees some, and every key gets its time to live
 *       in the script that writes it.
 * </ul>
 */
public final class RedisScript {
    private final String name;
    private final String operation;
    private final Repeat repeat;
    private final String lua;
    private final Variant unshifted;
    private final Map<Long, Variant> shifted = new ConcurrentHashMap<>();

    private RedisScript(String name, String operation, Repeat repeat, String lua) {
        this.name = name;
        this.operation = operation;
        this.repeat = repeat;
        this.lua = lua;
        this.unshifted = new Variant(0, lua);
    }

    /**
     * Reads a script once, when the driver's class is initialised.
     *
     * <p>A named module shows its resources to others only in folders that are no legal package name. Keep scripts in a
     * folder such as {@code redis-scripts} beside the anchor's class, and name them {@code redis-scripts/commit.lua}.
     *
     * @param anchor a class of the driver; the name is relative to its package
     * @param resourceName the file's name; it begins with a comment on keys, arguments and reply
     * @param repeat whether the script may be sent again after a lost answer
     * @param parts what the script shares with others, in the order in which it is put before the script
     * @return the script
     * @throws IllegalArgumentException if there is no such resource, or this module may not see it
     */
    public static RedisScript load(Class<?> anchor, String resourceName, Repeat repeat, ScriptPart... parts) {
        Objects.requireNonNull(repeat, "repeat");
        Objects.requireNonNull(parts, "parts");
        ScriptPart body = ScriptPart.load(anchor, resourceName);
        StringBuilder lua = new StringBuilder(ScriptPart.PROLOGUE.lua());
        for (ScriptPart part : parts) {
            lua.append(Objects.requireNonNull(part, "parts").lua());
        }
        return new RedisScript(
                body.name(),
                operation(anchor, body.name()),
                repeat,
                lua.append(body.lua()).toString());
    }

    /**
     * Returns the file's name without its folder, as messages show it.
     *
     * @return for instance {@code commit.lua}
     */
    public String name() {
        return name;
    }

    /** The script's name to observers, for whom there are several drivers: {@code session.commit}. */
    String operation() {
        return operation;
    }

    private static String operation(Class<?> anchor, String fileName) {
        String driver =
                anchor.getPackageName().replaceFirst("^dev\\.unpin\\.", "").replaceFirst("\\.redis$", "");
        return driver + "." + fileName.replaceFirst("\\.lua$", "");
    }

    /**
     * Returns whether the script may be sent again after a lost answer.
     *
     * @return as given to {@link #load}
     */
    public Repeat repeat() {
        return repeat;
    }

    /** Returns what to send while tests pretend that the server's clock is ahead; 0 in production. */
    Variant variant(long offsetMicros) {
        return offsetMicros == 0
                ? unshifted
                : shifted.computeIfAbsent(offsetMicros, offset -> new Variant(offset, lua));
    }

    /**
     * A script's full text, and the hash under which a server knows it; as they are sent, since every call needs them.
     */
    static final class Variant {
        private final byte[] text;
        private final byte[] hash;

        private Variant(long offsetMicros, String lua) {
            this.text = ("local offset_us = " + offsetMicros + "\n" + lua).getBytes(StandardCharsets.UTF_8);
            this.hash = HexFormat.of().formatHex(sha1(text)).getBytes(StandardCharsets.US_ASCII);
        }

        /** The text itself, not a copy. */
        byte[] text() {
            return text;
        }

        /** The hash in hexadecimal digits, not a copy. */
        byte[] hash() {
            return hash;
        }

        private static byte[] sha1(byte[] text) {
            try {
                return MessageDigest.getInstance("SHA-1").digest(text);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java runtime has SHA-1", e);
            }
        }
    }

    @Override
    public String toString() {
        return name + " (" + repeat + ")";
    }
}
