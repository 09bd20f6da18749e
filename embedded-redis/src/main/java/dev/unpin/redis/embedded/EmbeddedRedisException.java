package dev.unpin.redis.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Says that an embedded server could not be started or reached, did not get where a test waited for it to be, or
 * answered a command with an error.
 *
 * <p>The message holds what the server said: the end of its log when it did not start, its error reply (for instance
 * {@code MOVED 3999 127.0.0.1:20001}) when it refused a command.
 */
public final class EmbeddedRedisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedRedisException(String message) {
        this(message, null);
    }

    EmbeddedRedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
