package dev.unpin.token.refresh;

import dev.unpin.StoreException;
import dev.unpin.token.spi.FamilyList;
import dev.unpin.token.spi.OpenFamilyReply;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RevokeReply;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Refresh tokens in this process's memory, for tests and for services that run as one instance: a restart signs
 * everybody out. Thread-safe.
 *
 * <p>Nothing is ever evicted to make room. What is over is freed by a sweep while other families are opened; at
 * {@link #MAX_OWNERS} owners a new one is refused.
 */
public final class MemoryRefreshTokenStore implements RefreshTokenStore {
    /** How many owners fit in. */
    public static final int MAX_OWNERS = 100_000;

    private static final int FIRST_SWEEP = 1_024;

    private final Map<String, MemoryOwner> owners = new ConcurrentHashMap<>();
    private final AtomicInteger sweepAt = new AtomicInteger(FIRST_SWEEP);
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);
    private final InstantSource clock;

    private MemoryRefreshTokenStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryRefreshTokenStore create() {
        return new MemoryRefreshTokenStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return a store on that clock
     */
    public static MemoryRefreshTokenStore create(InstantSource clock) {
        return new MemoryRefreshTokenStore(clock);
    }

    @Override
    public OpenFamilyReply open(OpenFamilyRequest request) {
        Instant now = clock.instant();
        makeRoom(request.owner(), now);
        // Within the map's own step, so that a sweep never takes out an owner to whom a family is just being added.
        AtomicReference<OpenFamilyReply> reply = new AtomicReference<>();
        owners.compute(request.owner(), (id, there) -> {
            MemoryOwner owner = there == null ? new MemoryOwner() : there;
            reply.set(owner.open(request, now));
            return owner;
        });
        return reply.get();
    }

    @Override
    public RotateReply rotate(RotateRequest request) {
        return of(
                request.owner(),
                owner -> owner.rotate(request, clock.instant()),
                RotateReply.refused(RotateReply.Status.UNKNOWN, List.of()));
    }

    @Override
    public RevokeReply revoke(String owner, String family) {
        return of(
                owner, found -> found.revoke(List.of(family), clock.instant()), new RevokeReply(List.of(), List.of()));
    }

    @Override
    public RevokeReply revokeAll(String owner) {
        return of(owner, found -> found.revokeAll(clock.instant()), new RevokeReply(List.of(), List.of()));
    }

    @Override
    public FamilyList list(String owner) {
        return of(owner, found -> found.list(clock.instant()), new FamilyList(List.of(), List.of()));
    }

    @Override
    public void acknowledge(String owner, List<String> families) {
        MemoryOwner found = owners.get(owner);
        if (found != null) {
            found.acknowledge(families);
        }
    }

    @Override
    public void ping() {}

    private <T> T of(String owner, Function<MemoryOwner, T> call, T ifThereIsNone) {
        MemoryOwner found = owners.get(owner);
        return found == null ? ifThereIsNone : call.apply(found);
    }

    /** Sweeps when the number of owners has doubled, and at most once a second, so that a full store costs no more. */
    private void makeRoom(String newcomer, Instant now) {
        if (owners.size() < sweepAt.get() || owners.containsKey(newcomer)) {
            return;
        }
        Instant due = nextSweep.get();
        if (!now.isBefore(due) && nextSweep.compareAndSet(due, now.plusSeconds(1))) {
            owners.keySet()
                    .forEach(owner ->
                            owners.computeIfPresent(owner, (id, there) -> there.isForgettable(now) ? null : there));
            sweepAt.set(Math.min(MAX_OWNERS, Math.max(FIRST_SWEEP, 2 * owners.size())));
        }
        if (owners.size() >= MAX_OWNERS) {
            throw StoreException.refused(
                    "the memory of this process holds the families of " + MAX_OWNERS
                            + " owners, the most it may; use a shared store",
                    null);
        }
    }
}
