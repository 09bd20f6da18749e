package dev.unpin.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lua that several scripts share, placed before their own; immutable and thread-safe.
 *
 * <p>A part declares locals, above all functions, and does nothing by itself. It may use what the prologue gives (see
 * {@link RedisScript}) and what the parts before it declare. All of them share Lua's limit of 200 locals, so a part
 * keeps what only it needs inside {@code do ... end}, and the names it gives begin alike.
 */
public final class ScriptPart {
    static final ScriptPart PROLOGUE = load(ScriptPart.class, "redis-scripts/prologue.lua");

    /**
     * The ring of recent writes, by which a {@link Repeat#RECOGNISED_WRITE} recognises its own repetition.
     *
     * <p>A ring is a string of bytes, kept beside what is written: the version of the newest forgotten write, then id
     * and version of each recent write, oldest first, 8 bytes each. It remembers at most 32 writes, and none longer
     * than a minute. Versions are microseconds by the server's clock, each at least one above the one before.
     *
     * <ul>
     *   <li>{@code WRITES_NONE}: a ring that has forgotten nothing, for what is being created;
     *   <li>{@code writes_sound(ring)}: whether this is a ring; ask before using stored bytes as one;
     *   <li>{@code writes_find(ring, id)}: the version that the write of this id (8 bytes) made, or nil;
     *   <li>{@code writes_reach_back(ring, base)}: whether a write that builds on this version and is not found was
     *       never applied; else the answer is {@code STALE};
     *   <li>{@code writes_add(ring, id, version, now_us)}: the ring with one write more, to be stored together with
     *       what it wrote.
     * </ul>
     */
    public static final ScriptPart RECENT_WRITES = load(ScriptPart.class, "redis-scripts/writes.lua");

    private final String name;
    private final String lua;

    private ScriptPart(String name, String lua) {
        this.name = name;
        this.lua = lua;
    }

    /**
     * Reads a part once, when the driver's class is initialised.
     *
     * @param anchor a class of the driver; the name is relative to its package
     * @param resourceName the file's name; in a named module in a folder such as {@code redis-scripts}, see
     *     {@link RedisScript#load}
     * @return the part
     * @throws IllegalArgumentException if there is no such resource, or this module may not see it
     */
    public static ScriptPart load(Class<?> anchor, String resourceName) {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(resourceName, "resourceName");
        try (@Nullable InputStream in = anchor.getResourceAsStream(resourceName)) {
            if (in == null) {
                throw new IllegalArgumentException("resourceName must be a file beside " + anchor.getName()
                        + ", in a named module in a folder such as redis-scripts/, but is " + resourceName);
            }
            String name = resourceName.substring(resourceName.lastIndexOf('/') + 1);
            return new ScriptPart(name, new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + resourceName + " cannot be read", e);
        }
    }

    /**
     * Returns the file's name without its folder.
     *
     * @return for instance {@code writes.lua}
     */
    public String name() {
        return name;
    }

    String lua() {
        return lua;
    }

    @Override
    public String toString() {
        return name;
    }
}
