package dev.unpin.session;

import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the settings of {@link Sessions}; every one has a safe default. Not thread-safe. */
public final class SessionsBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(3_650);
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private final SessionStore store;
    private Codecs codecs = new NoCodecs();
    private ValueFormat format = new ValueFormat(null);
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
    private SessionListener listener = SessionsBuilder::log;
    private RandomGenerator random = new SecureRandom();

    SessionsBuilder(SessionStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how values become bytes. Needed unless every {@link SessionKey} has a codec of its own.
     *
     * @param newCodecs for instance JSON
     * @return this
     */
    public SessionsBuilder codecs(Codecs newCodecs) {
        codecs = Objects.requireNonNull(newCodecs, "codecs");
        return this;
    }

    /**
     * Encrypts all values before they go to the store; they are stored as they are by default.
     *
     * @param encryption with which keys, and whose sessions
     * @return this
     */
    public SessionsBuilder encryption(SessionEncryption encryption) {
        format = new ValueFormat(Objects.requireNonNull(encryption, "encryption"));
        return this;
    }

    /**
     * Sets the cookie's name and attributes; {@link SessionCookie#create()} by default.
     *
     * @param newCookie the cookie
     * @return this
     */
    public SessionsBuilder cookie(SessionCookie newCookie) {
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
    public SessionsBuilder idleTimeout(Duration timeout) {
        idleTimeout = between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "idleTimeout");
        return this;
    }

    /**
     * Sets how long after its creation a session ends, however much it is used; 12 hours by default.
     *
     * @param timeout at least the idle timeout, at most ten years
     * @return this
     */
    public SessionsBuilder absoluteTimeout(Duration timeout) {
        absoluteTimeout = between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "absoluteTimeout");
        return this;
    }

    /**
     * Sets how large one encoded value may be, its encryption included; 64 KiB by default. Exactly at the limit is
     * allowed.
     *
     * @param bytes a positive number
     * @return this
     */
    public SessionsBuilder maxValueBytes(int bytes) {
        maxValueBytes = positive(bytes, "maxValueBytes");
        return this;
    }

    /**
     * Sets how large the names and encoded values of a session may be together; 256 KiB by default. Each value counts
     * one byte more, for its format.
     *
     * @param bytes a positive number
     * @return this
     */
    public SessionsBuilder maxSessionBytes(int bytes) {
        maxSessionBytes = positive(bytes, "maxSessionBytes");
        return this;
    }

    /**
     * Sets how many values a session may hold; 64 by default.
     *
     * @param keys 1 to {@value SessionLimits#MOST_KEYS}
     * @return this
     */
    public SessionsBuilder maxKeys(int keys) {
        maxKeys = positive(keys, "maxKeys");
        return this;
    }

    /**
     * Sets what happens when a stored value cannot be read; {@link UnreadableValue#FAIL} by default.
     *
     * @param policy what to do
     * @return this
     */
    public SessionsBuilder unreadable(UnreadableValue policy) {
        unreadable = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets how often a commit is tried while other requests keep changing the values it updates; 8 by default. Each try
     * is one round trip; a short random pause lies between them.
     *
     * @param attempts a positive number
     * @return this
     */
    public SessionsBuilder maxCommitAttempts(int attempts) {
        maxCommitAttempts = positive(attempts, "maxCommitAttempts");
        return this;
    }

    /**
     * Sets after how long a commit that keeps meeting conflicts is not tried again; 5 seconds by default. The try under
     * way then still has the store's own deadline.
     *
     * @param timeout zero to one hour
     * @return this
     */
    public SessionsBuilder commitTimeout(Duration timeout) {
        commitTimeout = between(Duration.ZERO, timeout, Duration.ofHours(1), "commitTimeout");
        return this;
    }

    /**
     * Sets for how long a cookie replaced at sign-in is still recognised, so that parallel requests of the same browser
     * are asked to repeat ({@link SessionRenewedException}) instead of being given a new session; 30 seconds by
     * default. It never gives access.
     *
     * @param grace zero to one hour
     * @return this
     */
    public SessionsBuilder renewalGrace(Duration grace) {
        renewalGrace = between(Duration.ZERO, grace, LONGEST_GRACE, "renewalGrace");
        return this;
    }

    /**
     * Sets who is told of events. By default they go to the slf4j logger of {@link Sessions}: values that cannot be
     * read or decrypted as warnings, the rest for debugging.
     *
     * @param newListener the listener, instead of the default one
     * @return this
     */
    public SessionsBuilder listener(SessionListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Sets where ids and secrets come from; {@link SecureRandom} by default. Anything predictable is for tests only:
     * who can guess a secret owns the session.
     *
     * @param newRandom a thread-safe source
     * @return this
     */
    public SessionsBuilder unsafeRandom(RandomGenerator newRandom) {
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
                format,
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
        } else if (event instanceof SessionEvent.ValueNotDecrypted notDecrypted) {
            LOG.warn("{}", event, notDecrypted.cause());
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

    /** Stands in until the user has given codecs. */
    private static final class NoCodecs implements Codecs {
        @Override
        public <T> Codec<T> codec(Class<T> type) {
            throw new IllegalArgumentException("no codec for " + type.getName()
                    + ": give Sessions.builder(…).codecs(…), for instance JacksonCodecs.create()");
        }
    }
}
