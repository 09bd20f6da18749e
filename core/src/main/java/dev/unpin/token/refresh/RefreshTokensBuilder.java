package dev.unpin.token.refresh;

import dev.unpin.seal.SealKeys;
import dev.unpin.settings.Bounds;
import dev.unpin.token.spi.RefreshTokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the settings of {@link RefreshTokens}. Not thread-safe. */
public final class RefreshTokensBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(3_650);
    private static final int MOST_FAMILIES = 1_000;

    private final RefreshTokenStore store;
    private final SealKeys keys;
    private FamilyRevocation revocation = familyId -> {};
    private Duration grace = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofDays(14);
    private Duration absoluteTimeout = Duration.ofDays(90);
    private int maxFamilies = 32;
    private RefreshListener listener = RefreshTokensBuilder::log;
    private RandomGenerator random = new SecureRandom();

    RefreshTokensBuilder(RefreshTokenStore store, SealKeys keys) {
        this.store = Objects.requireNonNull(store, "store");
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Sets who revokes the access tokens of revoked families; nobody by default, so that they live until they expire.
     *
     * @param newRevocation for instance a blocklist
     * @return this
     */
    public RefreshTokensBuilder revocation(FamilyRevocation newRevocation) {
        revocation = Objects.requireNonNull(newRevocation, "revocation");
        return this;
    }

    /**
     * Sets for how long after it was replaced a token gets its successor again; 30 seconds by default. It has to
     * outlast whatever clients do when an answer is lost, and parallel tabs. A thief who comes within it is noticed one
     * rotation later.
     *
     * @param duration 5 seconds to 5 minutes; longer than the store's deadline
     * @return this
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RefreshTokensBuilder grace(Duration duration) {
        grace = Bounds.between(Duration.ofSeconds(5), duration, Duration.ofMinutes(5), "grace");
        return this;
    }

    /**
     * Sets after how long without use a family is over; 14 days by default. Every rotation moves that.
     *
     * @param timeout one minute to ten years, at most the absolute timeout
     * @return this
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RefreshTokensBuilder idleTimeout(Duration timeout) {
        idleTimeout = Bounds.between(Duration.ofMinutes(1), timeout, LONGEST_TIMEOUT, "idleTimeout");
        return this;
    }

    /**
     * Sets how long after it was opened a family is over, however much it is used; 90 days by default. Nothing moves
     * that.
     *
     * @param timeout one minute to ten years
     * @return this
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public RefreshTokensBuilder absoluteTimeout(Duration timeout) {
        absoluteTimeout = Bounds.between(Duration.ofMinutes(1), timeout, LONGEST_TIMEOUT, "absoluteTimeout");
        return this;
    }

    /**
     * Sets how many families an owner may have at a time; 32 by default. One more revokes the one used least recently.
     *
     * @param families 1 to 1000
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public RefreshTokensBuilder maxFamilies(int families) {
        if (families < 1 || families > MOST_FAMILIES) {
            throw new IllegalArgumentException("maxFamilies is 1 to " + MOST_FAMILIES + ", not " + families);
        }
        maxFamilies = families;
        return this;
    }

    /**
     * Sets who is told of events. By default they go to the slf4j logger of {@link RefreshTokens}: reuse and pending
     * revocations as warnings, the rest for debugging.
     *
     * @param newListener the listener, instead of the default one
     * @return this
     */
    public RefreshTokensBuilder listener(RefreshListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Sets where ids and first secrets come from; {@link SecureRandom} by default. Anything predictable is for tests
     * only.
     *
     * @param newRandom a thread-safe source
     * @return this
     */
    public RefreshTokensBuilder unsafeRandom(RandomGenerator newRandom) {
        random = Objects.requireNonNull(newRandom, "random");
        return this;
    }

    /**
     * Makes the refresh tokens. Does not ask the store: a service starts without it.
     *
     * @return refresh tokens with these settings
     * @throws IllegalArgumentException if the idle timeout is longer than the absolute one
     */
    public RefreshTokens build() {
        if (idleTimeout.compareTo(absoluteTimeout) > 0) {
            throw new IllegalArgumentException(
                    "idleTimeout is at most the absoluteTimeout, " + absoluteTimeout + ", not " + idleTimeout);
        }
        return new RefreshTokens(new RefreshSettings(
                store,
                new RefreshToken.Mint(keys),
                revocation,
                grace,
                idleTimeout,
                absoluteTimeout,
                maxFamilies,
                listener,
                random));
    }

    private static void log(RefreshEvent event) {
        if (event instanceof RefreshEvent.RevocationPending pending) {
            LOG.warn("{}", event, pending.cause());
        } else if (event instanceof RefreshEvent.Reused) {
            LOG.warn("{}", event);
        } else {
            LOG.debug("{}", event);
        }
    }
}
