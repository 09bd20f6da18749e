package dev.unpin.testkit.stateless;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One answer as it arrived. */
final class HttpReply {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    HttpReply(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** By lower-case name, in the order in which they arrived. */
    Map<String, List<String>> headers() {
        return headers;
    }

    /** The bytes themselves, not a copy. */
    byte[] body() {
        return body;
    }

    List<String> all(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    Optional<String> first(String lowerCaseName) {
        return all(lowerCaseName).stream().findFirst();
    }
}
