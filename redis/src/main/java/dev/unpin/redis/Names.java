package dev.unpin.redis;

import java.util.Objects;
import java.util.regex.Pattern;

/** The shape of namespaces and kinds: nothing that could end a part of a key or begin a hash tag. */
final class Names {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Names() {}

    static String require(String what, String name) {
        Objects.requireNonNull(name, what);
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 64 letters, digits, dots, underscores and hyphens, but is '" + name + "'");
        }
        return name;
    }
}
