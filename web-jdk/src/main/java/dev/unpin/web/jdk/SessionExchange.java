package dev.unpin.web.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.unpin.session.Session;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exchange that handlers see: commits the session before the headers leave, and lets nothing leave if that fails.
 * Not thread-safe, like the session it carries.
 */
final class SessionExchange extends DelegatingExchange {
    static final String SESSION = Session.class.getName();

    private final Session session;
    private boolean headersLeft;
    private @Nullable RuntimeException refusal;

    SessionExchange(HttpExchange delegate, Session session) {
        super(delegate);
        this.session = session;
    }

    /**
     * Commits, then sends. A handler that catches the exception of a refused commit cannot send another answer in place
     * of the one that was refused: it gets the same exception again.
     */
    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        if (!headersLeft) {
            commit();
            headersLeft = true;
        }
        super.sendResponseHeaders(status, length);
    }

    private void commit() {
        Optional<String> setCookie;
        try {
            setCookie = session.commit();
        } catch (RuntimeException e) {
            refusal = e;
            throw e;
        }
        session.close(); // what is changed from here on would be lost: better loudly
        setCookie.ifPresent(cookie -> {
            Headers headers = getResponseHeaders();
            headers.add("Set-Cookie", cookie);
            if (!headers.containsKey("Cache-Control")) {
                headers.set("Cache-Control", "no-store"); // Set-Cookie alone does not stop a shared cache, RFC 9111
            }
        });
    }

    /**
     * Closes what has been answered. Before that the connection is still needed for the answer: the filter closes it.
     */
    @Override
    public void close() {
        if (headersLeft) {
            super.close();
        }
    }

    /**
     * Shows the session to whoever holds this exchange, or another filter's wrapper of it that passes attributes on.
     */
    @Override
    public @Nullable Object getAttribute(String name) {
        return name.equals(SESSION) ? session : super.getAttribute(name);
    }

    boolean headersLeft() {
        return headersLeft;
    }

    /** Why the commit failed, if it did. */
    @Nullable
    RuntimeException refusal() {
        return refusal;
    }
}
