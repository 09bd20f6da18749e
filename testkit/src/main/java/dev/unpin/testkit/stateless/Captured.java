package dev.unpin.testkit.stateless;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run has captured so far. For one thread. */
final class Captured {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*)}");

    /** A shorter value may stand in an answer by chance. */
    private static final int LONG_ENOUGH = 8;

    private final Map<String, String> values = new LinkedHashMap<>();

    Captured(String run) {
        values.put("run", run);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /** Puts values in their places; what was captured nowhere stays as it is written. */
    String fill(String text) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        Optional.ofNullable(values.get(place.group(1))).orElse(place.group())));
    }

    /** Puts places where long values are, the longest first, so that runs can be compared. */
    String blank(String text) {
        List<Map.Entry<String, String>> longestFirst = values.entrySet().stream()
                .filter(entry -> entry.getValue().length() >= LONG_ENOUGH)
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().length()))
                .toList();
        String blank = text;
        for (Map.Entry<String, String> entry : longestFirst) {
            blank = blank.replace(entry.getValue(), place(entry.getKey()));
        }
        return blank;
    }

    /** The values that are too short to be looked for everywhere, for an {@link Alignment}. */
    Map<String, String> shortValues() {
        Map<String, String> found = new LinkedHashMap<>(values);
        found.values().removeIf(value -> value.isEmpty() || value.length() >= LONG_ENOUGH);
        return found;
    }

    static String place(String name) {
        return "${" + name + "}";
    }
}
