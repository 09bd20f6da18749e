package dev.unpin.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script from a resource file, with the prologue that all scripts share; immutable and thread-safe.
 *
 * <p>The prologue gives every script the locals {@code now_us} and {@code now_ms}, the server's time in micro- and
 * milliseconds since 1970, and {@code int(n)}, which writes a number below 2^53 in full (Lua's own conversion rounds to
 * 14 digits).
 *
 * <p>Scripts use nothing that Redis 6.2 lacks and touch no key that is not in {@code KEYS}. What may be refused for
 * want of memory comes before what frees some: a script that ends in an error keeps what it wrote until then.
 */
public final class RedisScript {
    private static final String FOLDER = "redis-scripts/";
    private static final String PROLOGUE = resource(RedisScript.class, FOLDER + "prologue.lua");

    private final String name;
    private final Repeat repeat;
    private final String body;
    private final Variant unshifted;
    private final Map<Long, Variant> shifted = new ConcurrentHashMap<>();

    private RedisScript(String name, Repeat repeat, String body) {
        this.name = name;
        this.repeat = repeat;
        this.body = body;
        this.unshifted = variantFor(0);
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
     * @return the script
     * @throws IllegalArgumentException if there is no such resource, or this module may not see it
     */
    public static RedisScript load(Class<?> anchor, String resourceName, Repeat repeat) {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(resourceName, "resourceName");
        Objects.requireNonNull(repeat, "repeat");
        String name = resourceName.substring(resourceName.lastIndexOf('/') + 1);
        return new RedisScript(name, repeat, resource(anchor, resourceName));
    }

    /**
     * Returns the file's name without its folder, as messages show it.
     *
     * @return for instance {@code commit.lua}
     */
    public String name() {
        return name;
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
        return offsetMicros == 0 ? unshifted : shifted.computeIfAbsent(offsetMicros, this::variantFor);
    }

    private Variant variantFor(long offsetMicros) {
        String text = "local offset_us = " + offsetMicros + "\n" + PROLOGUE + body;
        return new Variant(text, sha1(text));
    }

    /** A script's full text, and the hash under which a server knows it. */
    record Variant(String text, String sha1) {}

    private static String resource(Class<?> anchor, String resourceName) {
        try (@Nullable InputStream in = anchor.getResourceAsStream(resourceName)) {
            if (in == null) {
                throw new IllegalArgumentException("No script '" + resourceName + "' beside " + anchor.getName()
                        + "; in a named module it must lie in a folder such as redis-scripts/");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("The script '" + resourceName + "' cannot be read", e);
        }
    }

    private static String sha1(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return name + " (" + repeat + ")";
    }
}
