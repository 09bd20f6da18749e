package dev.unpin.testkit.stateless;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer as it arrived.
 *
 * @param status its status
 * @param headers by lower-case name, in the order in which they arrived
 * @param body its bytes
 */
record HttpReply(int status, Map<String, List<String>> headers, byte[] body) {
    List<String> all(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    Optional<String> first(String lowerCaseName) {
        return all(lowerCaseName).stream().findFirst();
    }
}
