package dev.unpin.idempotency.spi;

import dev.unpin.StoreException;
import java.time.Duration;

/**
 * Remembers, for all instances of a service, what is being done and what was done under a key. Implementations are
 * thread-safe, take time from one clock for all instances (a server's, where there is one), and do every call in one
 * atomic step and, on a remote store, one round trip.
 *
 * <p>A record is in one of five states. FREE: nothing is stored. RUNNING: a {@link Claim} holds it, until its lease
 * ends or is given up. COMPLETED: there is a result. RELEASED: the last claim did nothing, and the next may run. And
 * LAPSED: the lease ended, or was given up, with nobody to say what had happened. In every state but FREE the
 * fingerprint, the number of attempts and the checkpoints of all of them are kept, until the record's retention is
 * over.
 *
 * <p>A claim is known by owner and fence together. Fences are positive numbers; of one record each is greater than
 * every one before, whatever was stored, forgotten or lost in between. Every call may arrive twice, or late: the
 * repetition of what was done is answered as before, and what a claim sends after it has lost the record changes
 * nothing.
 */
public interface IdempotencyStore {
    /** For how long at least a store remembers the last fence of a record beyond its retention. */
    Duration FENCE_MEMORY = Duration.ofHours(24);

    /**
     * Asks to do what a key stands for. In this order:
     *
     * <ol>
     *   <li>FREE: a new claim, attempt 1.
     *   <li>Another fingerprint: {@link BeginReply.Status#MISMATCH}, in every state; a
     *       {@linkplain BeginRequest.Intent#RESOLVE resolution} does not compare.
     *   <li>COMPLETED: {@link BeginReply.Status#REPLAY}.
     *   <li>The owner is the record's own: the same claim again with a lease from now, if it is RUNNING or its lease
     *       has passed and nobody took over; {@link BeginReply.Status#LATE} if it was given up or released.
     *   <li>RUNNING: {@link BeginReply.Status#BUSY}.
     *   <li>RELEASED: a new claim, attempts counted on.
     *   <li>LAPSED: a new claim, {@link BeginReply.Status#TAKEOVER}, or {@link BeginReply.Status#ABANDONED} if the
     *       request does not want that.
     * </ol>
     *
     * <p>A resolution never claims what is FREE or RELEASED: {@link BeginReply.Status#NOTHING}.
     *
     * @param request what is asked
     * @return the claim, or why there is none
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     record may be claimed by this owner, until the lease ends
     */
    BeginReply begin(BeginRequest request);

    /**
     * Moves the end of a claim's lease to the given time from now, never to an earlier one, and sees that the record
     * outlives it by the retention. A record that the store has lost is restored, unless it gave out a later fence.
     *
     * @param claim whose lease
     * @param lease how long from now
     * @param retention how long from now the record is to be kept at least
     * @return whether the claim still holds
     * @throws StoreException if the store is down, silent or refuses to work
     */
    ClaimReply renew(Claim claim, Duration lease, Duration retention);

    /**
     * Keeps a value for later attempts. Of the checkpoints of one name that with the greatest fence, and among them
     * that with the greatest number wins, in whatever order they arrive. A record that the store has lost is restored,
     * unless it gave out a later fence.
     *
     * @param claim whose checkpoint
     * @param checkpoint its name, number and value
     * @param retention how long from now a record is kept that had to be restored
     * @return whether the claim still holds; only then was anything kept
     * @throws StoreException if the store is down, silent or refuses to work
     */
    ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention);

    /**
     * Stores the result and ends the claim; checkpoints may be forgotten. A claim whose lease has passed, and which
     * nobody took over, still holds. A record that the store has lost is restored, unless it gave out a later fence.
     *
     * @param claim what ends
     * @param result the result, not empty; not modified
     * @param retention how long from now the record is kept
     * @return {@link ClaimReply.Status#OK} if this claim's result is stored now
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     result may be stored
     */
    ClaimReply complete(Claim claim, byte[] result, Duration retention);

    /**
     * Ends the claim without a result. The time until which the record is kept does not change.
     *
     * @param claim what ends
     * @param ending whether the next claim is an ordinary one or a takeover
     * @return whether the claim still held; also {@link ClaimReply.Status#OK} if there is no record any more
     * @throws StoreException if the store is down, silent or refuses to work
     */
    ClaimReply giveUp(Claim claim, Ending ending);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
