package dev.unpin.idempotency.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store answered to a claim. Immutable by agreement on the bytes. */
public final class ClaimReply {
    /** The cases. */
    public enum Status {
        /** The claim held, and what was asked is done. */
        OK,
        /** The claim no longer held, and nothing was changed. */
        LOST
    }

    private static final ClaimReply DONE = new ClaimReply(Status.OK, null, Duration.ZERO);

    private final Status status;
    private final byte @Nullable [] result;
    private final Duration leaseLeft;

    private ClaimReply(Status status, byte @Nullable [] result, Duration leaseLeft) {
        this.status = status;
        this.result = result;
        this.leaseLeft = leaseLeft;
    }

    /**
     * The claim held, and what was asked is done.
     *
     * @return a reply with {@link Status#OK}
     */
    public static ClaimReply ok() {
        return DONE;
    }

    /**
     * The claim no longer held, and there is no result yet.
     *
     * @param leaseLeft for how long another claim holds, unless it is renewed; zero if none does
     * @return a reply with {@link Status#LOST}
     */
    public static ClaimReply lost(Duration leaseLeft) {
        return new ClaimReply(Status.LOST, null, Objects.requireNonNull(leaseLeft, "leaseLeft"));
    }

    /**
     * The claim no longer held, and the one after it has finished.
     *
     * @param result the result of the winner; not copied and never to be modified again
     * @return a reply with {@link Status#LOST}
     */
    public static ClaimReply lostTo(byte[] result) {
        return new ClaimReply(Status.LOST, Objects.requireNonNull(result, "result"), Duration.ZERO);
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the result of the claim that won.
     *
     * @return the bytes themselves, not to be modified; empty if the claim was not lost or nothing is stored yet
     */
    public Optional<byte[]> result() {
        return Optional.ofNullable(result);
    }

    /**
     * Returns for how long the claim that won holds, unless it is renewed.
     *
     * @return zero if none holds
     */
    public Duration leaseLeft() {
        return leaseLeft;
    }
}
