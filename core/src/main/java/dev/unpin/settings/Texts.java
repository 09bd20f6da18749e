package dev.unpin.settings;

/** Tells which texts can be kept: as names, in keys of stores, in messages. */
public final class Texts {
    private Texts() {}

    /**
     * Tells whether a text can be kept as it is: without control characters, and {@linkplain #isWellFormed well
     * formed}.
     *
     * @param text any text
     * @return whether it can
     */
    public static boolean isPlain(String text) {
        return isWellFormed(text) && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Tells whether a text has bytes in UTF-8. Half a surrogate pair has none: texts that differ in it would become
     * one.
     *
     * @param text any text
     * @return whether it has
     */
    public static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
