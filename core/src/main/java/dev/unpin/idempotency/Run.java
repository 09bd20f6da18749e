package dev.unpin.idempotency;

import dev.unpin.LimitExceededException;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.lease.LeaseKeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Action} may ask about itself while it runs. Thread-safe.
 *
 * <p>A run holds its key by a lease, which is renewed as long as the action runs, up to
 * {@link OperationOptions#maxRunTime}. An instance that is paused or cut off for longer than the lease loses it, and
 * another run may begin meanwhile, with a higher {@link #fence}. So effects outside belong behind {@link #keyFor} or
 * {@link #fence}; {@link #stillOwner} just before an effect narrows the gap but cannot close it.
 */
public final class Run {
    /** The largest checkpoint, in bytes. */
    public static final int MAX_CHECKPOINT_BYTES = 16 * 1024;

    /** How many names of checkpoints one key may have. */
    public static final int MAX_CHECKPOINTS = 32;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final IdempotencySettings settings;
    private final OperationSettings<?> operation;
    private final Claim claim;
    private final LeaseKeeper keeper;
    private final Map<String, byte[]> checkpoints;
    private int number;
    private volatile byte @Nullable [] winnersResult;

    Run(IdempotencySettings settings, OperationSettings<?> operation, BeginReply begun, long askedNanos) {
        this.settings = settings;
        this.operation = operation;
        this.claim = begun.claim();
        this.checkpoints = new HashMap<>(begun.checkpoints());
        this.keeper = LeaseKeeper.start(askedNanos, operation.lease(), operation.maxRunTime(), this::renew);
        keeper.onLost(() -> settings.tell(lost()));
    }

    /**
     * Returns a key for a request to another service that takes idempotency keys: the same at every attempt, on every
     * instance, and different for every step, principal and operation.
     *
     * @param step names what is asked of whom, for instance {@code psp}; any text that is not empty
     * @return 43 letters, digits, hyphens and underscores, which tell nothing of what they are made of
     */
    public String keyFor(String step) {
        if (step.isEmpty()) {
            throw new IllegalArgumentException("a step needs a name");
        }
        return Fingerprint.hash("unpin-step-1", claim.id(), Names.wellFormed(step, "step"));
    }

    /**
     * Returns this run's fence. A resource that remembers the highest fence it has seen, and refuses lower ones, cannot
     * be changed any more by a run that has lost its key.
     *
     * @return a positive number below 2^53, greater than that of every earlier run of the same key
     */
    public long fence() {
        return claim.fence();
    }

    /**
     * Tells how many runs of this key have begun since it was first seen.
     *
     * @return 1 for the first run
     */
    public int attempt() {
        return claim.attempt();
    }

    /**
     * Returns what this run or an earlier one left under a name. No round trip.
     *
     * @param name as given to {@link #checkpoint(String, byte[])}
     * @return the bytes, or empty if nothing was left
     */
    public synchronized Optional<byte[]> checkpoint(String name) {
        return Optional.ofNullable(checkpoints.get(name)).map(byte[]::clone);
    }

    /**
     * Leaves something for later attempts, for instance the id of what was created elsewhere. Replaces what was left
     * under the same name; kept until there is a result. One round trip.
     *
     * @param name 1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or digit
     * @param value at most {@value #MAX_CHECKPOINT_BYTES} bytes
     * @throws IdempotencyException {@link IdempotencyRefusal#TAKEN_OVER} if another run has taken over; an action
     *     should let it pass
     * @throws LimitExceededException if the value is too large, or these are more than {@value #MAX_CHECKPOINTS} names
     * @throws dev.unpin.StoreException if the store is down, silent or refuses to work
     */
    public synchronized void checkpoint(String name, byte[] value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a checkpoint's name is 1 to 64 letters, digits, dots, hyphens and"
                    + " underscores, the first a letter or digit");
        }
        if (value.length > MAX_CHECKPOINT_BYTES) {
            throw new LimitExceededException(
                    "MAX_CHECKPOINT_BYTES",
                    MAX_CHECKPOINT_BYTES,
                    "a checkpoint has at most " + MAX_CHECKPOINT_BYTES + " bytes, not " + value.length);
        }
        if (!checkpoints.containsKey(name) && checkpoints.size() >= MAX_CHECKPOINTS) {
            throw new LimitExceededException(
                    "MAX_CHECKPOINTS", MAX_CHECKPOINTS, "a key has at most " + MAX_CHECKPOINTS + " checkpoints");
        }
        byte[] kept = value.clone();
        ClaimReply reply = store().checkpoint(claim, new Checkpoint(name, ++number, kept), operation.retention());
        if (reply.status() == ClaimReply.Status.LOST) {
            throw takenOver(reply);
        }
        checkpoints.put(name, kept);
    }

    /**
     * Tells whether this run holds its key for certain, by this process's clock. No round trip.
     *
     * @return false if the key is lost, or could be by now
     */
    public boolean stillOwner() {
        return keeper.held();
    }

    /**
     * Tells for how long this run holds its key for certain, unless it is renewed. No round trip.
     *
     * @return zero if it does not
     */
    public Duration remaining() {
        return keeper.remaining();
    }

    /**
     * Has somebody told when the key is lost, at the latest a tenth of the lease before another run can take over; for
     * instance to interrupt the action. A run that ends in time tells nobody.
     *
     * @param listener called once, on a thread of its own; at once if the key is lost already
     */
    public void onLost(Runnable listener) {
        keeper.onLost(Objects.requireNonNull(listener, "listener"));
    }

    Claim claim() {
        return claim;
    }

    /** The result of the run that took over, as far as it is known. */
    Optional<byte[]> winnersResult() {
        return Optional.ofNullable(winnersResult);
    }

    /** Takes note that another run has taken over. */
    IdempotencyException takenOver(ClaimReply reply) {
        reply.result().ifPresent(result -> winnersResult = result);
        keeper.lost();
        return IdempotencyException.takenOver(reply.leaseLeft());
    }

    void end() {
        keeper.close();
    }

    private boolean renew() {
        ClaimReply reply = store().renew(claim, operation.lease(), operation.retention());
        reply.result().ifPresent(result -> winnersResult = result);
        return reply.status() == ClaimReply.Status.OK;
    }

    private IdempotencyStore store() {
        return settings.store();
    }

    private IdempotencyEvent lost() {
        return new IdempotencyEvent.Lost(operation.name(), claim.id(), claim.attempt());
    }

    /** Shows what may be logged. */
    @Override
    public String toString() {
        return "Run[" + operation.name() + ", " + claim + "]";
    }
}
