package dev.unpin.testkit.stateless;

import java.util.List;
import java.util.Map;

/**
 * What a run has seen of the answers.
 *
 * @param facts of each step, by their names
 * @param shortValues what was captured and is too short to be looked for everywhere, by its name
 */
record Seen(List<Map<String, String>> facts, Map<String, String> shortValues) {}
