package dev.unpin.settings;

import java.time.Duration;
import java.util.Objects;

/** Refuses what is out of bounds, by its name and with what is allowed. */
public final class Bounds {
    private Bounds() {}

    /**
     * Checks a duration.
     *
     * @param shortest the shortest allowed
     * @param given what was given
     * @param longest the longest allowed
     * @param name what it is called
     * @return what was given
     * @throws IllegalArgumentException if it is out of bounds
     */
    public static Duration between(Duration shortest, Duration given, Duration longest, String name) {
        Objects.requireNonNull(given, name);
        if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    name + " is at least " + shortest + " and at most " + longest + ", not " + given);
        }
        return given;
    }

    /**
     * Checks a number.
     *
     * @param least the least allowed
     * @param given what was given
     * @param most the most allowed
     * @param name what it is called
     * @return what was given
     * @throws IllegalArgumentException if it is out of bounds
     */
    public static int between(int least, int given, int most, String name) {
        if (given < least || given > most) {
            throw new IllegalArgumentException(
                    name + " is at least " + least + " and at most " + most + ", not " + given);
        }
        return given;
    }
}
