package dev.unpin.testkit.stateless;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same answer of two runs, with places where both show what they have captured under one name. A short value may
 * also stand for something else, as the second 1 in "order 1: 1 piece" does. So it counts as captured only if it is a
 * word or number of its own, and the other run shows its own value in the same place.
 *
 * @param wanted the answer of the one run
 * @param actual that of the other, equal to it if they differ in nothing else
 */
record Alignment(String wanted, String actual) {
    static Alignment of(
            String wanted, Map<String, String> wantedValues, String actual, Map<String, String> actualValues) {
        List<String> names = wantedValues.keySet().stream()
                .filter(actualValues::containsKey)
                .sorted(Comparator.comparingInt(
                        name -> -valueOf(name, wantedValues).length()))
                .toList();
        StringBuilder wantedBlank = new StringBuilder();
        StringBuilder actualBlank = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < wanted.length() && j < actual.length()) {
            int atWanted = i;
            int atActual = j;
            Optional<String> captured = names.stream()
                    .filter(name -> standsAlone(valueOf(name, wantedValues), wanted, atWanted)
                            && standsAlone(valueOf(name, actualValues), actual, atActual))
                    .findFirst();
            if (captured.isPresent()) {
                wantedBlank.append(Captured.place(captured.get()));
                actualBlank.append(Captured.place(captured.get()));
                i += valueOf(captured.get(), wantedValues).length();
                j += valueOf(captured.get(), actualValues).length();
            } else if (wanted.charAt(i) == actual.charAt(j)) {
                wantedBlank.append(wanted.charAt(i++));
                actualBlank.append(actual.charAt(j++));
            } else {
                break; // What follows the first difference is shown as it is.
            }
        }
        return new Alignment(
                wantedBlank.append(wanted, i, wanted.length()).toString(),
                actualBlank.append(actual, j, actual.length()).toString());
    }

    boolean same() {
        return wanted.equals(actual);
    }

    private static String valueOf(String name, Map<String, String> values) {
        return values.getOrDefault(name, "");
    }

    private static boolean standsAlone(String value, String text, int at) {
        return text.startsWith(value, at) && !joined(text, at) && !joined(text, at + value.length());
    }

    /** Tells whether the characters on both sides of a position belong to one word or number. */
    private static boolean joined(String text, int at) {
        boolean word = isWord(text, at - 1) && isWord(text, at);
        boolean afterPoint = isDigit(text, at - 2) && isPoint(text, at - 1) && isDigit(text, at);
        boolean beforePoint = isDigit(text, at - 1) && isPoint(text, at) && isDigit(text, at + 1);
        return word || afterPoint || beforePoint;
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
    }

    private static boolean isPoint(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) == '.';
    }
}
