package dev.unpin.idempotency;

import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call has no result to give. Code {@code idempotency-} and the reason, for instance {@code idempotency-running};
 * HTTP status and effect are told at {@link IdempotencyRefusal}. The message holds neither key nor principal.
 */
public final class IdempotencyException extends UnpinException {
    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final IdempotencyRefusal reason;
    private final @Nullable Duration retryAfter;

    IdempotencyException(
            IdempotencyRefusal reason, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(
                "idempotency-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                reason.effect(),
                reason.httpStatus(),
                message,
                cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    static IdempotencyException of(IdempotencyRefusal reason, String message) {
        return new IdempotencyException(reason, message, null, null);
    }

    static IdempotencyException running(String operation, Duration leaseLeft) {
        return new IdempotencyException(
                IdempotencyRefusal.RUNNING,
                "this request is being processed already; repeat it with the same Idempotency-Key to get the answer of "
                        + operation,
                leaseLeft,
                null);
    }

    static IdempotencyException takenOver(Duration leaseLeft) {
        return new IdempotencyException(
                IdempotencyRefusal.TAKEN_OVER,
                "this run took longer than its lease, and another one took over; repeat the request with the same"
                        + " Idempotency-Key to get that one's answer",
                leaseLeft.compareTo(SOON) < 0 ? SOON : leaseLeft,
                null);
    }

    static IdempotencyException unknown(String message, Duration retryAfter, @Nullable Throwable cause) {
        return new IdempotencyException(IdempotencyRefusal.OUTCOME_UNKNOWN, message, retryAfter, cause);
    }

    /**
     * Returns why there is no result.
     *
     * @return the reason
     */
    public IdempotencyRefusal reason() {
        return reason;
    }

    /** The time after which the same call, with the same key, may get another answer. */
    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
