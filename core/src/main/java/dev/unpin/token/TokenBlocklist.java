package dev.unpin.token;

import dev.unpin.StoreException;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tokens back before they expire, on every instance within a bound, without a round trip when they are verified.
 * Thread-safe; made once per service, and to be closed by who made it.
 *
 * <p>Each instance keeps a compact copy of all revocations, follows the store in the background, five times within
 * {@link TokenBlocklistBuilder#maxStaleness}, and knows how old its news is. A token that was revoked is accepted
 * nowhere after that time; when the news gets older, the chosen {@link WhenStale} acts. The instance that revokes knows
 * at once. Several revocations add up: the latest cutoff counts, whatever it was for.
 *
 * <p>What a store loses, in a flush, a restart or a failover, stays known to every instance that has heard of it, and
 * is put back. Since all who had heard of something may be gone as well, tokens that were issued before the store's
 * present memory began are taken for revoked, unless the policy is {@link WhenStale#ACCEPT}: then they are
 * {@link Freshness#STALE}. The memory of a new store begins with the first call.
 *
 * <pre>{@code
 * TokenBlocklist blocklist = TokenBlocklist.builder(RedisBlocklistStore.create(redis), WhenStale.REFUSE).build();
 * TokenVerifier verifier = JwtVerifier.builder(keys).issuer(issuer).audience("api").blocklist(blocklist).build();
 *
 * blocklist.revoke(caller);
 * blocklist.revokeSubject(caller.issuer(), caller.subject());
 * }</pre>
 */
public final class TokenBlocklist implements RevocationCheck, AutoCloseable {
    /** For how long a revoked key is remembered: a year. Nobody should trust it that long. */
    public static final Duration KEY_RETENTION = Duration.ofDays(365);

    private static final Logger LOG = LoggerFactory.getLogger(TokenBlocklist.class);

    /** Beyond the end of a token: a verifier's skew, and the same again for its clock against the store's. */
    private static final Duration MARGIN = TokenVerifier.MAX_CLOCK_SKEW.multipliedBy(2);

    /** How long a check waits for the first reading, once in the life of a blocklist. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlocklistStore store;
    private final WhenStale whenStale;
    private final Duration maxStaleness;
    private final Duration maxTokenLifetime;
    private final Duration retention;
    private final LongSupplier nanos;
    private final StoreClock clock;
    private final BlocklistCopy copy;
    private final BlocklistFeed feed;
    private final CountDownLatch firstReading = new CountDownLatch(1);
    private final ScheduledExecutorService thread;
    private boolean failing;

    TokenBlocklist(TokenBlocklistBuilder builder) {
        this.store = builder.store;
        this.whenStale = builder.whenStale;
        this.maxStaleness = builder.maxStaleness;
        this.maxTokenLifetime = builder.maxTokenLifetime;
        this.retention = maxTokenLifetime.plus(MARGIN);
        this.nanos = builder.nanos;
        this.clock = new StoreClock(nanos);
        this.copy = new BlocklistCopy(clock, retention);
        Duration every = builder.pollEvery();
        this.feed = new BlocklistFeed(store, copy, clock, retention, every, nanos);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "unpin blocklist");
            daemon.setDaemon(true);
            return daemon;
        });
        if (builder.schedule == TokenBlocklistBuilder.Schedule.BACKGROUND) {
            var unused = thread.scheduleWithFixedDelay(this::poll, 0, every.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            firstReading.countDown();
        }
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the instances share what is revoked; not closed
     * @param whenStale what to do with good tokens while the news is too old; there is no default, since nobody else
     *     can weigh an outage against a revoked token
     * @return a builder
     */
    public static TokenBlocklistBuilder builder(BlocklistStore store, WhenStale whenStale) {
        return new TokenBlocklistBuilder(store, whenStale);
    }

    /**
     * Revokes one token. One round trip.
     *
     * @param token what a verifier returned
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} it
     *     may have been revoked. Calling again does no harm
     */
    public void revoke(AccessToken token) {
        write(token.revokedIds().token(), retention, endOf(token.expiresAt()));
    }

    /**
     * Revokes one token that is known by its id. One round trip.
     *
     * @param issuer who issued it
     * @param tokenId its id
     * @param expiresAt when it expires; if that is not known, any later time
     * @throws StoreException as {@link #revoke}
     */
    public void revokeToken(String issuer, String tokenId, Instant expiresAt) {
        RevokedId id =
                RevokedIds.token(Objects.requireNonNull(issuer, "issuer"), Objects.requireNonNull(tokenId, "tokenId"));
        write(id, retention, endOf(expiresAt));
    }

    /**
     * Revokes all tokens of one session (sign-in), those included that have not been issued yet. One round trip. It is
     * remembered for as long as a token may live: no more of them may be issued after that, which is the business of
     * whoever issues them.
     *
     * @param issuer who issued them
     * @param sessionId their session id
     * @throws StoreException as {@link #revoke}
     */
    public void revokeSession(String issuer, String sessionId) {
        write(
                RevokedIds.session(
                        Objects.requireNonNull(issuer, "issuer"), Objects.requireNonNull(sessionId, "sessionId")),
                retention,
                null);
    }

    /**
     * Revokes all tokens of one subject that have been issued until now. One round trip. Now is the store's time, to
     * the millisecond; what this instance issues after the call by {@link #storeClock} is not revoked. A token that
     * tells its issue in seconds only counts as issued when its second began.
     *
     * @param issuer who issued them
     * @param subject whom they are about
     * @throws StoreException as {@link #revoke}
     */
    public void revokeSubject(String issuer, String subject) {
        write(
                RevokedIds.subject(
                        Objects.requireNonNull(issuer, "issuer"), Objects.requireNonNull(subject, "subject")),
                retention,
                null);
    }

    /**
     * Revokes all tokens of everybody and every issuer that have been issued until now, as {@link #revokeSubject} does
     * for one. One round trip.
     *
     * @throws StoreException as {@link #revoke}
     */
    public void revokeEverything() {
        write(RevokedIds.EVERYTHING, retention, null);
    }

    /**
     * Revokes all tokens that were or will be signed with one key, for {@link #KEY_RETENTION}. One round trip. It is
     * the quick half of what a stolen key needs: take it out of its key ring or set as well.
     *
     * @param issuer whose key
     * @param keyId its id
     * @throws StoreException as {@link #revoke}
     */
    public void revokeKey(String issuer, String keyId) {
        write(
                RevokedIds.key(Objects.requireNonNull(issuer, "issuer"), Objects.requireNonNull(keyId, "keyId")),
                KEY_RETENTION,
                null);
    }

    @Override
    public RevocationStatus check(AccessToken token) {
        BlocklistFeed.News news = feed.news();
        if (news == null) {
            awaitFirstReading();
            news = feed.news();
        }
        // In this order: what was heard by the time that the news tells is in the copy, and its age is judged last.
        if (copy.isRevoked(token)) {
            return RevocationStatus.REVOKED;
        }
        if (news == null || nanos.getAsLong() - news.asOf() > maxStaleness.toNanos()) {
            return stale(token);
        }
        if (isOlder(token, news.epochBegan())) {
            return whenStale == WhenStale.ACCEPT ? RevocationStatus.NOT_REVOKED_BUT_STALE : RevocationStatus.REVOKED;
        }
        return RevocationStatus.NOT_REVOKED;
    }

    @Override
    public RevocationStatus confirm(AccessToken token) {
        if (copy.isRevoked(token)) {
            return RevocationStatus.REVOKED;
        }
        RevocationLookup lookup = store.find(token.revokedIds().all());
        lookup.found().forEach(copy::know);
        boolean forgotten = whenStale != WhenStale.ACCEPT
                && isOlder(token, lookup.epochBegan().toEpochMilli());
        return forgotten || copy.isRevoked(token) ? RevocationStatus.REVOKED : RevocationStatus.NOT_REVOKED;
    }

    @Override
    public Duration maxTokenLifetime() {
        return maxTokenLifetime;
    }

    /**
     * Returns the store's time, as well as this instance knows it: to about a millisecond while there is news. Issuers
     * that take it for theirs ({@code JwtIssuer.builder(…).clock(blocklist.storeClock())}) agree on what was issued
     * before a revocation, whatever their own clocks say.
     *
     * @return a clock; before the first news, the system's
     */
    public InstantSource storeClock() {
        return clock;
    }

    /**
     * Tells how old the news is, for metrics.
     *
     * @return all that was revoked longer ago is known here; empty if the store was never read to the end
     */
    public Optional<Duration> age() {
        return Optional.ofNullable(feed.news()).map(news -> Duration.ofNanos(nanos.getAsLong() - news.asOf()));
    }

    /**
     * Tells how many revocations this instance remembers, for metrics.
     *
     * @return their number; some may be over
     */
    public int size() {
        return copy.size();
    }

    /**
     * Reads what is new now, as a readiness probe does. One round trip, or more if there is much. What is issued by
     * {@link #storeClock} after it is not older than the store's memory.
     *
     * @throws StoreException if the store is down, silent or refuses to work
     */
    public void ping() {
        feed.read();
        firstReading.countDown();
        BlocklistFeed.News news = feed.news();
        if (news != null) {
            clock.passBy(Instant.ofEpochMilli(news.epochBegan()));
        }
    }

    /** Stops following the store: the news gets older, and then the policy acts. */
    @Override
    public void close() {
        thread.shutdownNow();
        firstReading.countDown();
    }

    /** What ends later than any token is left to the retention. */
    private @Nullable Instant endOf(Instant expiresAt) {
        return expiresAt.isAfter(clock.instant().plus(retention)) ? null : expiresAt.plus(MARGIN);
    }

    private void write(RevokedId id, Duration keep, @Nullable Instant until) {
        RevocationReceipt receipt = store.revoke(new RevocationRequest(id, keep, until));
        clock.set(receipt.storeTime());
        Revocation revocation = receipt.recorded().revocation();
        copy.know(revocation);
        copy.expect(receipt.recorded());
        if (id.isCutoff()) {
            clock.passBy(revocation.time());
        }
    }

    private RevocationStatus stale(AccessToken token) {
        return switch (whenStale) {
            case REFUSE -> RevocationStatus.UNDECIDABLE;
            case ACCEPT -> RevocationStatus.NOT_REVOKED_BUT_STALE;
            case ASK_STORE -> {
                try {
                    yield confirm(token);
                } catch (StoreException e) {
                    LOG.debug("The blocklist's store cannot be asked about a token", e);
                    yield RevocationStatus.UNDECIDABLE;
                }
            }
        };
    }

    private static boolean isOlder(AccessToken token, long epochBegan) {
        return token.issuedAt().toEpochMilli() <= epochBegan;
    }

    private void poll() {
        try {
            feed.read();
            if (failing) {
                failing = false;
                LOG.info("The blocklist's store can be read again");
            }
        } catch (Throwable e) { // anything else would end the schedule without a word
            if (!failing && !thread.isShutdown()) {
                failing = true;
                LOG.warn("The blocklist's store cannot be read; after {} without news: {}", maxStaleness, whenStale, e);
            }
        } finally {
            firstReading.countDown();
        }
    }

    private void awaitFirstReading() {
        try {
            boolean unused = firstReading.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows the settings and how much is known. */
    @Override
    public String toString() {
        return "TokenBlocklist[" + size() + " revocations, " + whenStale + " after " + maxStaleness + "]";
    }
}
