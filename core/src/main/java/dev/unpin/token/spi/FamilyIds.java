package dev.unpin.token.spi;

/** Ids of families, and of their owners as stores see them: 16 bytes in unpadded base64url. */
final class FamilyIds {
    private static final int LENGTH = 22;

    private FamilyIds() {}

    static String check(String id, String name) {
        boolean valid = id.length() == LENGTH
                && id.chars()
                        .allMatch(c -> (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
        if (!valid) {
            throw new IllegalArgumentException(name + " is " + LENGTH
                    + " letters, digits, hyphens and underscores, not " + id.length() + " characters");
        }
        return id;
    }
}
