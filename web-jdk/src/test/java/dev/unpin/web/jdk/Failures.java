package dev.unpin.web.jdk;

import dev.unpin.LimitExceededException;
import java.io.IOException;

/** The ways in which a handler can fail. */
final class Failures {
    static final String DETAIL = "secret detail";

    private Failures() {}

    static void fail(String kind) throws IOException {
        switch (kind) {
            case "unpin" -> throw new LimitExceededException("maxValueBytes", 1, "too large");
            case "runtime" -> throw new IllegalStateException(DETAIL);
            case "error" -> throw new StackOverflowError(DETAIL);
            case "io" -> throw new IOException(DETAIL);
            default -> {}
        }
    }
}
