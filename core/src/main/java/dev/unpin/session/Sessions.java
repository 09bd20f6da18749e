package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import dev.unpin.http.CookieReading;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users' sessions, kept in a store that all instances of a service share: any instance serves any request, and an
 * instance that dies takes no session with it. Thread-safe; made once per service. Nothing needs closing.
 *
 * <pre>{@code
 * Sessions sessions = Sessions.builder(RedisSessionStore.create(redis)).codecs(JacksonCodecs.create()).build();
 * try (Session session = sessions.open(cookieHeader)) {
 *     session.update(CART, cart -> cart.plus(item));
 *     session.commit().ifPresent(setCookie -> answer.header("Set-Cookie", setCookie));
 * }
 * }</pre>
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final SessionSettings settings;

    private Sessions(SessionSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the sessions are kept; not closed
     * @return a builder
     */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    /**
     * Opens the session that a request belongs to. Asks nothing of the store yet: a request that never touches its
     * session costs no round trip, and works while the store is down.
     *
     * <p>A cookie that is malformed, unknown, expired or forged leads to a new, empty session, of which nothing is
     * stored until something is put into it. An id that a client made up is never adopted.
     *
     * @param cookieHeader the request's {@code Cookie} header, several ones joined by {@code "; "}, or null
     * @return a session for this request and its thread, to be closed
     */
    public Session open(@Nullable String cookieHeader) {
        CookieReading reading = settings.cookie().read(cookieHeader);
        if (reading.status() == CookieReading.Status.ABSENT) {
            return new Session(new SessionWork(settings, null));
        }
        Optional<SessionToken> token = reading.value().flatMap(SessionToken::parse);
        if (token.isEmpty()) {
            settings.reject(CookieRejection.MALFORMED);
        }
        return new Session(new SessionWork(settings, token.orElse(null)));
    }

    /**
     * Returns how the session cookie is named and written.
     *
     * @return the settings of the cookie
     */
    public SessionCookie cookie() {
        return settings.cookie();
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }

    /**
     * Tells how many cookies were not followed since these sessions were made.
     *
     * @param reason why
     * @return a count of this instance
     */
    public long rejectedCookies(CookieRejection reason) {
        return settings.rejections().sum(reason);
    }

    /** Gathers settings; every one has a safe default. Not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST_TIMEOUT = Duration.ofDays(3_650);
        private static final Duration LONGEST_GRACE = Duration.ofHours(1);

        private final SessionStore store;
        private Codecs codecs = new NoCodecs();
        private SessionCookie cookie = SessionCookie.create();
        private Duration idleTimeout = Duration.ofMinutes(30);
        private Duration absoluteTimeout = Duration.ofHours(12);
        private int maxValueBytes = 64 * 1024;
        private int maxKeys = 64;
        private int maxSessionBytes = 256 * 1024;
        private UnreadableValue unreadable = UnreadableValue.FAIL;
        private int maxCommitAttempts = 8;
        private Duration commitTimeout = Duration.ofSeconds(5);
        private Duration renewalGrace = Duration.ofSeconds(30);
        private SessionListener listener = Builder::log;
        private RandomGenerator random = new SecureRandom();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Sets how values become bytes. Needed unless every {@link SessionKey} has a codec of its own.
         *
         * @param newCodecs for instance JSON
         * @return this
         */
        public Builder codecs(Codecs newCodecs) {
            codecs = Objects.requireNonNull(newCodecs, "codecs");
            return this;
        }

        /**
         * Sets the cookie's name and attributes; {@link SessionCookie#create()} by default.
         *
         * @param newCookie the cookie
         * @return this
         */
        public Builder cookie(SessionCookie newCookie) {
            cookie = Objects.requireNonNull(newCookie, "cookie");
            return this;
        }

        /**
         * Sets after how long without use a session ends; 30 minutes by default. Use moves the deadline, though not at
         * every request: by steps of a twentieth, at most a minute.
         *
         * @param timeout at least one second, at most the absolute timeout and ten years
         * @return this
         */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "idleTimeout");
            return this;
        }

        /**
         * Sets how long after its creation a session ends, however much it is used; 12 hours by default.
         *
         * @param timeout at least the idle timeout, at most ten years
         * @return this
         */
        public Builder absoluteTimeout(Duration timeout) {
            absoluteTimeout = between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "absoluteTimeout");
            return this;
        }

        /**
         * Sets how large one encoded value may be; 64 KiB by default. Exactly at the limit is allowed.
         *
         * @param bytes a positive number
         * @return this
         */
        public Builder maxValueBytes(int bytes) {
            maxValueBytes = positive(bytes, "maxValueBytes");
            return this;
        }

        /**
         * Sets how large the names and encoded values of a session may be together; 256 KiB by default. Each value
         * counts one byte more, for its format.
         *
         * @param bytes a positive number
         * @return this
         */
        public Builder maxSessionBytes(int bytes) {
            maxSessionBytes = positive(bytes, "maxSessionBytes");
            return this;
        }

        /**
         * Sets how many values a session may hold; 64 by default.
         *
         * @param keys 1 to {@value SessionLimits#MOST_KEYS}
         * @return this
         */
        public Builder maxKeys(int keys) {
            maxKeys = positive(keys, "maxKeys");
            return this;
        }

        /**
         * Sets what happens when a stored value cannot be read; {@link UnreadableValue#FAIL} by default.
         *
         * @param policy what to do
         * @return this
         */
        public Builder unreadable(UnreadableValue policy) {
            unreadable = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how often a commit is tried while other requests keep changing the values it updates; 8 by default. Each
         * try is one round trip; a short random pause lies between them.
         *
         * @param attempts a positive number
         * @return this
         */
        public Builder maxCommitAttempts(int attempts) {
            maxCommitAttempts = positive(attempts, "maxCommitAttempts");
            return this;
        }

        /**
         * Sets after how long a commit that keeps meeting conflicts is not tried again; 5 seconds by default. The try
         * under way then still has the store's own deadline.
         *
         * @param timeout zero to one hour
         * @return this
         */
        public Builder commitTimeout(Duration timeout) {
            commitTimeout = between(Duration.ZERO, timeout, Duration.ofHours(1), "commitTimeout");
            return this;
        }

        /**
         * Sets for how long a cookie replaced at sign-in is still recognised, so that parallel requests of the same
         * browser are asked to repeat ({@link SessionRenewedException}) instead of being given a new session; 30
         * seconds by default. It never gives access.
         *
         * @param grace zero to one hour
         * @return this
         */
        public Builder renewalGrace(Duration grace) {
            renewalGrace = between(Duration.ZERO, grace, LONGEST_GRACE, "renewalGrace");
            return this;
        }

        /**
         * Sets who is told of events. By default they go to the slf4j logger of this class: unreadable values as
         * warnings, the rest for debugging.
         *
         * @param newListener the listener, instead of the default one
         * @return this
         */
        public Builder listener(SessionListener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /**
         * Sets where ids and secrets come from; {@link SecureRandom} by default. Anything predictable is for tests
         * only: who can guess a secret owns the session.
         *
         * @param newRandom a thread-safe source
         * @return this
         */
        public Builder unsafeRandom(RandomGenerator newRandom) {
            random = Objects.requireNonNull(newRandom, "random");
            return this;
        }

        /**
         * Makes the sessions. Does not ask the store: a service starts without it.
         *
         * @return sessions with these settings
         * @throws IllegalArgumentException if the idle timeout is longer than the absolute one
         */
        public Sessions build() {
            return new Sessions(new SessionSettings(
                    store,
                    codecs,
                    cookie,
                    new SessionTimeouts(idleTimeout, absoluteTimeout),
                    new SessionLimits(maxKeys, maxSessionBytes),
                    maxValueBytes,
                    unreadable,
                    maxCommitAttempts,
                    commitTimeout,
                    renewalGrace,
                    listener,
                    new RejectionCounter(),
                    random));
        }

        private static void log(SessionEvent event) {
            if (event instanceof SessionEvent.ValueUnreadable unreadable) {
                LOG.warn("{}", event, unreadable.cause());
            } else {
                LOG.debug("{}", event);
            }
        }

        private static Duration between(Duration shortest, Duration given, Duration longest, String name) {
            Objects.requireNonNull(given, name);
            if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        name + " is at least " + shortest + " and at most " + longest + ", not " + given);
            }
            return given;
        }

        private static int positive(int given, String name) {
            if (given <= 0) {
                throw new IllegalArgumentException(name + " is at least 1, not " + given);
            }
            return given;
        }
    }

    /** Stands in until the user has given codecs. */
    private static final class NoCodecs implements Codecs {
        @Override
        public <T> Codec<T> codec(Class<T> type) {
            throw new IllegalArgumentException("no codec for " + type.getName()
                    + ": give Sessions.builder(…).codecs(…), for instance JacksonCodecs.create()");
        }
    }
}
