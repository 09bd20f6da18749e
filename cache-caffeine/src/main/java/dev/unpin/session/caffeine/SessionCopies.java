package dev.unpin.session.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The copies, and the rules by which one may be served or stored. Thread-safe.
 *
 * <p>A load that began before a write must not leave its older copy after it. So every load takes a ticket first, and
 * every write ends by raising the number on which tickets stand and only then removing the copy; a copy is stored in
 * the same step, under the same lock of the cache, in which its ticket is checked. Sessions share the numbers by the
 * hash of their id: a number raised by a stranger costs a copy, never a wrong read.
 */
final class SessionCopies {
    private static final int STRIPES = 1024;

    private final Duration maxStaleness;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final AtomicLongArray writes = new AtomicLongArray(STRIPES);
    private final Cache<String, Copy> copies;

    SessionCopies(Duration maxStaleness, long maxBytes, InstantSource clock, LongSupplier nanoTime) {
        this.maxStaleness = maxStaleness;
        this.clock = clock;
        this.nanoTime = nanoTime;
        // No thread of its own: what there is to do is done by who comes along. The cache's expiry only frees memory,
        // and
        // is a little late since it counts less exactly.
        this.copies = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(SessionCopies::weigh)
                .expireAfterWrite(maxStaleness.plusMillis(1))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * What a load knows before it asks the store.
     *
     * @param asked when, by the ticker
     * @param writes how many writes had ended
     */
    record Ticket(long asked, long writes) {}

    /** Who read it and when, by the ticker, before the store was asked. */
    private record Copy(SecretHash secret, long asked, SessionRecord session) {}

    Optional<LoadReply> find(LoadRequest request) {
        Copy copy = copies.getIfPresent(request.id());
        return copy != null
                        && isFresh(copy)
                        && copy.secret().equals(request.secret())
                        && serves(copy.session(), request)
                ? Optional.of(LoadReply.copy(copy.session()))
                : Optional.empty();
    }

    Ticket ticket(String id) {
        return new Ticket(nanoTime.getAsLong(), writes.get(stripe(id)));
    }

    void put(LoadRequest request, SessionRecord session, Ticket ticket) {
        Copy copy = new Copy(request.secret(), ticket.asked(), session);
        copies.asMap().compute(request.id(), (id, present) -> {
            if (writes.get(stripe(id)) != ticket.writes() || !isFresh(copy)) {
                return present;
            }
            return present != null && isNewer(present, copy) ? present : copy;
        });
    }

    void forget(String id) {
        writes.incrementAndGet(stripe(id));
        copies.invalidate(id);
    }

    /** The secret does not open the session: a copy that says it does is outdated, and any other is somebody else's. */
    void forget(String id, SecretHash secret) {
        copies.asMap().computeIfPresent(id, (same, present) -> present.secret().equals(secret) ? null : present);
    }

    /** Includes what has not been cleaned up yet. */
    long weight() {
        copies.cleanUp();
        return copies.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private boolean isFresh(Copy copy) {
        return nanoTime.getAsLong() - copy.asked() < maxStaleness.toNanos();
    }

    /** Whether the store would show the session and write nothing. */
    private boolean serves(SessionRecord session, LoadRequest request) {
        Instant now = clock.instant();
        if (!now.isBefore(session.idleDeadline()) || !now.isBefore(session.absoluteDeadline())) {
            return false;
        }
        Instant touched = now.plus(request.idleTimeout());
        Instant most = touched.isBefore(session.absoluteDeadline()) ? touched : session.absoluteDeadline();
        boolean moves = most.isAfter(session.idleDeadline());
        return !moves || Duration.between(session.idleDeadline(), most).compareTo(request.touchInterval()) < 0;
    }

    private static boolean isNewer(Copy present, Copy copy) {
        long ahead = present.session().version() - copy.session().version();
        return ahead > 0 || (ahead == 0 && present.asked() - copy.asked() > 0);
    }

    private static int stripe(String id) {
        int hash = id.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    /** An estimate on the high side, of a 64-bit JVM; the strings are counted as two bytes a character. */
    private static int weigh(String id, Copy copy) {
        long bytes = 400 + 2L * id.length() + 2L * lengthOf(copy.session().owner());
        for (var field : copy.session().fields().entrySet()) {
            bytes += 160 + 2L * field.getKey().length() + field.getValue().bytes().length;
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static int lengthOf(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
