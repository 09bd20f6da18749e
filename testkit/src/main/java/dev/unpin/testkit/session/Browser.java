package dev.unpin.testkit.session;

import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A browser with one cookie, which all its tabs share: what its requests carry, and what their answers change. */
final class Browser {
    static final SessionKey<String> CART = Values.text("cart");
    static final SessionKey<String> STEP = Values.text("step");
    static final SessionKey<Integer> COUNT = Values.number("count");

    private @Nullable String cookie;

    private Browser(@Nullable String cookie) {
        this.cookie = cookie;
    }

    /** A browser that has not been here before. */
    static Browser fresh() {
        return new Browser(null);
    }

    /** A browser with a cookie from elsewhere. */
    static Browser withCookie(String cookie) {
        return new Browser(cookie);
    }

    /** A browser whose session holds an empty cart. */
    static Browser withSession(Sessions sessions) {
        Browser browser = fresh();
        browser.visit(sessions, session -> session.set(CART, ""));
        return browser;
    }

    /** Another browser with the same cookie, or a thief's. */
    Browser copy() {
        return new Browser(cookie);
    }

    /** The start of a request: it carries the cookie that the browser has now. */
    Session open(Sessions sessions) {
        return sessions.open(cookie);
    }

    /** The end of a request: everything is stored, and the answer arrives. */
    void finish(Session request) {
        receive(request.commit());
        request.close();
    }

    /** One request from start to end. */
    void visit(Sessions sessions, Consumer<Session> work) {
        try (Session request = open(sessions)) {
            work.accept(request);
            receive(request.commit());
        }
    }

    /** What a request reads. */
    <T> T read(Sessions sessions, Function<Session, T> work) {
        try (Session request = open(sessions)) {
            return work.apply(request);
        }
    }

    <T> T get(Sessions sessions, SessionKey<T> key) {
        return read(sessions, session -> session.get(key));
    }

    String owner(Sessions sessions) {
        return read(sessions, session -> session.owner().orElseThrow());
    }

    void receive(Optional<String> setCookie) {
        setCookie.ifPresent(header -> {
            List<String> parts =
                    Stream.of(header.split(";", -1)).map(String::trim).toList();
            cookie = parts.contains("Max-Age=0") ? null : parts.get(0);
        });
    }

    boolean hasCookie() {
        return cookie != null;
    }
}
