package dev.unpin.session;

import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import dev.unpin.settings.Bounds;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the settings of {@link Sessions}; every one has a safe default. Not thread-safe. */
public final class SessionsBuilder {
    /** The highest {@link #maxSessionsPerOwner} allowed. */
    public static final int MOST_SESSIONS_PER_OWNER = 1_000;

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
    private @Nullable OwnerStore owners;
    private int maxSessionsPerOwner = 100;
    private @Nullable ExpiryStore expiries;
    private Duration expiryLease = Duration.ofMinutes(1);
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
        idleTimeout = Bounds.between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "idleTimeout");
        return this;
    }

    /**
     * Sets how long after its creation a session ends, however much it is used; 12 hours by default.
     *
     * @param timeout at least the idle timeout, at most ten years
     * @return this
     */
    public SessionsBuilder absoluteTimeout(Duration timeout) {
        absoluteTimeout = Bounds.between(Duration.ofSeconds(1), timeout, LONGEST_TIMEOUT, "absoluteTimeout");
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
        commitTimeout = Bounds.between(Duration.ZERO, timeout, Duration.ofHours(1), "commitTimeout");
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
        renewalGrace = Bounds.between(Duration.ZERO, grace, LONGEST_GRACE, "renewalGrace");
        return this;
    }

    /**
     * Keeps an index of who has signed in where, for {@link Sessions#ownedBy}, {@link Sessions#signOut} and
     * {@link Sessions#signOutEverywhere}; without one, which is the default, nothing of it costs anything. With one, a
     * sign-in takes one round trip more; nothing else does. Sessions that signed in without it are not in it.
     *
     * @param index where the index is kept; not closed
     * @return this
     */
    public SessionsBuilder owners(OwnerStore index) {
        owners = Objects.requireNonNull(index, "index");
        return this;
    }

    /**
     * Sets how many sessions of one owner there may be; 100 by default. A sign-in beyond ends the oldest, counted from
     * the last sign-in of each. It looks first which of them are still there, one round trip for each, and needs two
     * more and one for each that it ends. Says nothing without an {@linkplain #owners index of owners}.
     *
     * @param sessions 1 to {@value #MOST_SESSIONS_PER_OWNER}
     * @return this
     */
    public SessionsBuilder maxSessionsPerOwner(int sessions) {
        if (sessions < 1 || sessions > MOST_SESSIONS_PER_OWNER) {
            throw new IllegalArgumentException(
                    "maxSessionsPerOwner is 1 to " + MOST_SESSIONS_PER_OWNER + ", not " + sessions);
        }
        maxSessionsPerOwner = sessions;
        return this;
    }

    /**
     * Keeps account of when sessions expire, for {@link Sessions#sweepExpired} and {@link ExpirySweeper}; without one,
     * which is the default, nothing of it costs anything. With one, storing a new session takes one round trip more,
     * and so does signing one out. Sessions that were stored without it are not told.
     *
     * @param store where the times are kept; not closed
     * @return this
     */
    public SessionsBuilder expiries(ExpiryStore store) {
        expiries = Objects.requireNonNull(store, "store");
        return this;
    }

    /**
     * Sets how long an instance may take over the expired sessions that it has claimed, 50 at most at a time; one
     * minute by default. It stops in time; a single handler that takes longer may run on another instance as well.
     *
     * @param lease one second to one hour
     * @return this
     */
    public SessionsBuilder expiryLease(Duration lease) {
        expiryLease = Bounds.between(Duration.ofSeconds(1), lease, Duration.ofHours(1), "expiryLease");
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
                owners,
                maxSessionsPerOwner,
                expiries,
                expiryLease,
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

    static void log(SessionEvent event) {
        if (event instanceof SessionEvent.ValueUnreadable unreadable) {
            LOG.warn("{}", event, unreadable.cause());
        } else if (event instanceof SessionEvent.ValueNotDecrypted notDecrypted) {
            LOG.warn("{}", event, notDecrypted.cause());
        } else {
            LOG.debug("{}", event);
        }
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
