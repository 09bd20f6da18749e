package dev.unpin.redis;

import java.util.Objects;

/** The shape of namespaces and kinds: nothing that could end a part of a key or begin a hash tag. */
final class Names {
    private static final int LONGEST = 64;

    private Names() {}

    static String require(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.isEmpty() || name.length() > LONGEST || !name.chars().allMatch(Names::isAllowed)) {
            throw new IllegalArgumentException(what + " must be 1 to " + LONGEST
                    + " letters, digits, dots, underscores and hyphens, but is '" + name + "'");
        }
        return name;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
