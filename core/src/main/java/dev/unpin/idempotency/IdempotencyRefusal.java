package dev.unpin.idempotency;

import dev.unpin.Effect;

/** Why there is no result for a call. */
public enum IdempotencyRefusal {
    /** The request has no {@code Idempotency-Key}; HTTP status 400. */
    KEY_MISSING(400, Effect.REFUSED),

    /** The {@code Idempotency-Key} is no key; HTTP status 400. */
    KEY_MALFORMED(400, Effect.REFUSED),

    /** The key was used with another payload; HTTP status 422. */
    PAYLOAD_MISMATCH(422, Effect.REFUSED),

    /** Another call with the same key is running; HTTP status 409, worth repeating when its lease ends. */
    RUNNING(409, Effect.REFUSED),

    /**
     * This call has run for longer than its lease, and another one took over; that one's result is not known yet. HTTP
     * status 409, worth repeating.
     */
    TAKEN_OVER(409, Effect.REFUSED),

    /**
     * An earlier run broke off, and the operation says {@link AfterCrash#REFUSE}; HTTP status 409. Repeating helps only
     * after {@link IdempotentOperation#resolve}.
     */
    UNRESOLVED(409, Effect.UNKNOWN),

    /**
     * It may have been done or not, and nothing is recorded: the store failed when the result was to be stored, or the
     * {@link Reconciler} could not tell. HTTP status 503, worth repeating with the same key.
     */
    OUTCOME_UNKNOWN(503, Effect.UNKNOWN),

    /** It was done, but its result was too large to keep, or is gone; HTTP status 409. */
    RESULT_NOT_KEPT(409, Effect.REFUSED);

    private final int httpStatus;
    private final Effect effect;

    IdempotencyRefusal(int httpStatus, Effect effect) {
        this.httpStatus = httpStatus;
        this.effect = effect;
    }

    int httpStatus() {
        return httpStatus;
    }

    Effect effect() {
        return effect;
    }
}
