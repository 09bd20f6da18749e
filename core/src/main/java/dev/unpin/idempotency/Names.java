package dev.unpin.idempotency;

import dev.unpin.settings.Texts;
import java.util.Objects;

/** Checks of the texts that make a record. */
final class Names {
    static final int MAX_KEY_LENGTH = 255;
    static final int MAX_PRINCIPAL_LENGTH = 512;
    static final int MAX_OPERATION_LENGTH = 128;

    private Names() {}

    static String key(String key) {
        return within(key, MAX_KEY_LENGTH, "key");
    }

    static String principal(String principal) {
        return within(principal, MAX_PRINCIPAL_LENGTH, "principal");
    }

    static String operation(String name) {
        return within(name, MAX_OPERATION_LENGTH, "name");
    }

    private static String within(String text, int longest, String what) {
        Objects.requireNonNull(text, what);
        if (text.isEmpty() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + longest + " characters, none of them control characters");
        }
        return wellFormed(text, what);
    }

    static String wellFormed(String text, String what) {
        if (!Texts.isWellFormed(text)) {
            throw new IllegalArgumentException(what + " holds half a surrogate pair");
        }
        return text;
    }
}
