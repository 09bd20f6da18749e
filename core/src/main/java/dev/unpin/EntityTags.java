package dev.unpin;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code If-Match} and {@code If-None-Match} hold: {@code *} or a list of entity tags (RFC 9110, sections 8.8.3,
 * 13.1.1 and 13.1.2). Immutable.
 */
public final class EntityTags {
    private static final int MAX_TAGS = 100;
    private static final int MAX_HEADER_LENGTH = 16 * 1024;

    private final boolean any;
    private final Set<Version> strong;
    private final Set<Version> weak;

    private EntityTags(boolean any, Set<Version> strong, Set<Version> weak) {
        this.any = any;
        this.strong = strong;
        this.weak = weak;
    }

    /**
     * Reads a header's value.
     *
     * @param header for instance {@code *} or {@code "a", W/"b"}
     * @return what it says, or empty if it is malformed, holds more than 100 tags, or a tag that cannot be a version
     *     (it is empty, longer than 256 characters, or not visible ASCII)
     */
    public static Optional<EntityTags> parse(String header) {
        Objects.requireNonNull(header, "header");
        String text = header.strip();
        if (text.equals("*")) {
            return Optional.of(new EntityTags(true, Set.of(), Set.of()));
        }
        return text.length() > MAX_HEADER_LENGTH ? Optional.empty() : parseList(text);
    }

    private static Optional<EntityTags> parseList(String text) {
        Set<Version> strong = new LinkedHashSet<>();
        Set<Version> weak = new LinkedHashSet<>();
        int at = 0;
        boolean separated = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                separated |= c == ',';
                at++;
                continue;
            }
            boolean isWeak = text.startsWith("W/\"", at);
            int start = at + (isWeak ? 3 : 1);
            int end = c == '"' || isWeak ? text.indexOf('"', start) : -1;
            if (!separated || end < 0 || strong.size() + weak.size() >= MAX_TAGS) {
                return Optional.empty();
            }
            try {
                (isWeak ? weak : strong).add(new Version(text.substring(start, end)));
            } catch (IllegalArgumentException notAVersion) {
                return Optional.empty();
            }
            separated = false;
            at = end + 1;
        }
        return strong.isEmpty() && weak.isEmpty()
                ? Optional.empty()
                : Optional.of(new EntityTags(false, Set.copyOf(strong), Set.copyOf(weak)));
    }

    /**
     * Tells whether this is {@code *}: whatever exists, at any version.
     *
     * @return true for {@code *}
     */
    public boolean isAny() {
        return any;
    }

    /**
     * Returns the strong tags, the only ones that a write may depend on.
     *
     * @return an unmodifiable set, empty for {@code *}
     */
    public Set<Version> strongVersions() {
        return strong;
    }

    /**
     * Compares strongly, as {@code If-Match} and {@code If-Range} do: a weak tag matches nothing.
     *
     * @param current the current version, or null if there is nothing
     * @return true if one of the tags names it
     */
    public boolean matchesStrongly(@Nullable Version current) {
        return current != null && (any || strong.contains(current));
    }

    /**
     * Compares weakly, as {@code If-None-Match} does: a tag matches whether it is weak or strong.
     *
     * @param current the current version, or null if there is nothing
     * @return true if one of the tags names it
     */
    public boolean matchesWeakly(@Nullable Version current) {
        return current != null && (any || strong.contains(current) || weak.contains(current));
    }

    /** Shows what was parsed. */
    @Override
    public String toString() {
        return any ? "*" : "EntityTags[strong=" + strong + ", weak=" + weak + "]";
    }
}
