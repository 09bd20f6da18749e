package dev.unpin.web.jdk;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.unpin.UnpinException;
import dev.unpin.http.CrossOriginRefusedException;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.OriginCheck;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its session, commits it before the answer's headers leave, and turns errors into problem details
 * (RFC 9457); thread-safe.
 *
 * <p>A handler finds the session by {@link #session(HttpExchange)}. A request that never touches it costs no round trip
 * and works while the store is down. {@link HttpExchange#sendResponseHeaders} commits, whatever the status, and adds
 * the cookie if the client needs one (with {@code Cache-Control: no-store} unless the handler has set another); then
 * the session is closed. If the commit fails, the handler's answer does not leave: {@code sendResponseHeaders} throws,
 * and the client gets the problem.
 *
 * <p>What a handler throws before that discards the session's changes: an {@link UnpinException} becomes
 * {@link HttpAnswer#problem(UnpinException)}, everything else, also a handler that returns without an answer, is logged
 * and becomes a 500 without detail. After that the answer has begun to leave, and the connection is closed so that the
 * client notices. A handler that answers later from another thread is therefore not supported.
 *
 * <p>Requests that other origins make a browser send are refused with 403, see {@link OriginCheck}.
 *
 * <p>Handlers see a wrapped exchange, on an HTTPS server one that is no {@code HttpsExchange}; what needs the TLS
 * session has to be a filter before this one.
 */
public final class SessionFilter extends Filter {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFilter.class);
    private static final HttpAnswer BROKEN =
            HttpAnswer.problem(500, "Internal error", "The service failed to answer this request.");

    private final Sessions sessions;
    private final OriginCheck originCheck;

    private SessionFilter(Sessions sessions, OriginCheck originCheck) {
        this.sessions = sessions;
        this.originCheck = originCheck;
    }

    /**
     * Returns a filter that trusts this service's own origin only.
     *
     * @param sessions where sessions come from
     * @return a filter for any number of contexts
     */
    public static SessionFilter create(Sessions sessions) {
        return builder(sessions).build();
    }

    /**
     * Starts to describe a filter.
     *
     * @param sessions where sessions come from
     * @return a builder with all defaults
     */
    public static Builder builder(Sessions sessions) {
        return new Builder(sessions);
    }

    /**
     * Returns the session of a request, for the handler and the filters behind this one, on the request's thread.
     *
     * @param exchange what the handler was given
     * @return the session, untouched at first; it is closed once the headers have been sent
     * @throws IllegalStateException if there is no session filter in front of the handler
     */
    public static Session session(HttpExchange exchange) {
        if (exchange.getAttribute(SessionExchange.SESSION) instanceof Session session) {
            return session;
        }
        throw new IllegalStateException("No session: add SessionFilter to the filters of context "
                + exchange.getHttpContext().getPath());
    }

    /**
     * Serves one request with its session.
     *
     * @param exchange the request as the server or the filter before gives it
     * @param chain what comes behind
     * @throws IOException if the connection breaks
     */
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try {
            originCheck.check(exchange.getRequestMethod(), exchange.getRequestHeaders()::getFirst);
        } catch (CrossOriginRefusedException e) {
            log(exchange, e);
            HttpAnswers.send(exchange, HttpAnswer.problem(e));
            return;
        }
        try (Session session = sessions.open(cookieHeader(exchange))) {
            serve(exchange, session, chain);
        }
    }

    private void serve(HttpExchange exchange, Session session, Chain chain) throws IOException {
        Map<String, List<String>> headersBefore = copyOf(exchange.getResponseHeaders());
        SessionExchange guarded = new SessionExchange(exchange, session);
        Throwable failure = null;
        try {
            chain.doFilter(guarded);
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        if (guarded.headersLeft()) {
            if (failure != null) {
                logCutOff(exchange, failure);
                exchange.close();
            }
            return;
        }
        failure = guarded.refusal() != null ? guarded.refusal() : failure;
        log(exchange, failure);
        exchange.getResponseHeaders().clear();
        exchange.getResponseHeaders().putAll(headersBefore);
        try {
            HttpAnswers.send(exchange, answer(failure));
        } finally {
            exchange.close();
        }
    }

    private static HttpAnswer answer(@Nullable Throwable failure) {
        return failure instanceof UnpinException error ? HttpAnswer.problem(error) : BROKEN;
    }

    /** A store that is down fails every request: one line each. What is the client's doing is no news at all. */
    private static void log(HttpExchange exchange, @Nullable Throwable failure) {
        if (failure == null) {
            LOG.error("{} returned without an answer", describe(exchange));
        } else if (failure instanceof UnpinException error && error.httpStatus() < 500) {
            LOG.debug("{} refused: {}", describe(exchange), error.code());
        } else if (failure instanceof UnpinException error && error.httpStatus() > 500) {
            LOG.warn("{} failed: {}: {}", describe(exchange), error.code(), error.getMessage());
        } else {
            LOG.error("{} failed", describe(exchange), failure);
        }
    }

    private static void logCutOff(HttpExchange exchange, Throwable failure) {
        String message = "{} failed after its answer had begun: connection closed";
        if (failure instanceof IOException) {
            LOG.debug(message, describe(exchange), failure); // most often the client went away
        } else {
            LOG.error(message, describe(exchange), failure);
        }
    }

    /** Method and context; the request's own path and query may hold secrets. */
    private static String describe(HttpExchange exchange) {
        return exchange.getRequestMethod() + " in context "
                + exchange.getHttpContext().getPath();
    }

    private static @Nullable String cookieHeader(HttpExchange exchange) {
        List<String> headers = exchange.getRequestHeaders().get("Cookie");
        return headers == null ? null : String.join("; ", headers);
    }

    private static Map<String, List<String>> copyOf(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> new ArrayList<>(header.getValue())));
    }

    /** {@inheritDoc} */
    @Override
    public String description() {
        return "Sessions of Unpin";
    }

    /** Describes a {@link SessionFilter}; not thread-safe. */
    public static final class Builder {
        private final Sessions sessions;
        private OriginCheck originCheck = OriginCheck.create();

        private Builder(Sessions sessions) {
            this.sessions = Objects.requireNonNull(sessions, "sessions");
        }

        /**
         * Sets which origins may send requests that change something; this service's own only unless set.
         *
         * @param check the check
         * @return this builder
         */
        public Builder originCheck(OriginCheck check) {
            this.originCheck = Objects.requireNonNull(check, "check");
            return this;
        }

        /**
         * Makes the filter.
         *
         * @return a filter for any number of contexts
         */
        public SessionFilter build() {
            return new SessionFilter(sessions, originCheck);
        }
    }
}
