package dev.unpin.redis;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** A command got no answer; says how far it came, which is what may be done about it. */
final class LinkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** How far a command came. */
    enum Stage {
        /** There was no connection to send it on. */
        NO_CONNECTION,
        /** It was not handed over in full, so the server cannot run it. */
        NOT_WRITTEN,
        /** It was handed over, and no answer came. */
        NO_ANSWER
    }

    private final Stage stage;
    private final transient @Nullable ServerError greeting;

    private LinkFailure(Stage stage, String message, @Nullable Throwable cause, @Nullable ServerError greeting) {
        super(message, cause);
        this.stage = stage;
        this.greeting = greeting;
    }

    static LinkFailure noConnection(String message, @Nullable Throwable cause) {
        return new LinkFailure(Stage.NO_CONNECTION, message, cause, null);
    }

    /** The server answered, but while the connection was made: it would not have it. */
    static LinkFailure turnedAway(ServerError greeting) {
        return new LinkFailure(Stage.NO_CONNECTION, greeting.text(), null, greeting);
    }

    static LinkFailure ofCommand(HostAndPort address, boolean sent, Throwable cause) {
        String message = address + (sent ? " did not answer" : " could not be written to") + ": " + reason(cause);
        return new LinkFailure(sent ? Stage.NO_ANSWER : Stage.NOT_WRITTEN, message, cause, null);
    }

    Stage stage() {
        return stage;
    }

    Optional<ServerError> greeting() {
        return Optional.ofNullable(greeting);
    }

    String text() {
        return Objects.requireNonNullElse(getMessage(), "no reason given");
    }

    /** The innermost message: Jedis wraps the socket's. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
    }
}
