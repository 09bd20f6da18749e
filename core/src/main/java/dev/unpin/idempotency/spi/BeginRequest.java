package dev.unpin.idempotency.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Asks to do what a key stands for. Immutable.
 *
 * @param id the record: 43 characters of base64url
 * @param fingerprint of the payload, with its algorithm: at most 100 characters of ASCII
 * @param owner who asks: 22 characters of base64url, random for every call of a user, the same when it is sent again
 * @param intent what is wanted
 * @param lease how long the claim holds unless it is renewed
 * @param retention how long the record is kept, at least as long as the lease
 */
public record BeginRequest(
        String id, String fingerprint, String owner, Intent intent, Duration lease, Duration retention) {
    /** What is wanted. */
    public enum Intent {
        /** To run, also where an earlier attempt broke off. */
        RUN,

        /** To run, but not where an earlier attempt broke off. */
        RUN_UNLESS_LAPSED,

        /** To say how an attempt ended that broke off, whatever its payload was. */
        RESOLVE
    }

    /**
     * Checks that nothing is missing.
     *
     * @param id the record
     * @param fingerprint of the payload
     * @param owner who asks
     * @param intent what is wanted
     * @param lease how long the claim holds
     * @param retention how long the record is kept
     */
    public BeginRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(intent, "intent");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(retention, "retention");
    }

    /**
     * Returns the claim that a store gives for this request.
     *
     * @param fence greater than every earlier one of the record
     * @param attempt how many claims there were, this one included
     * @return a claim of this request's owner
     */
    public Claim claim(long fence, int attempt) {
        return new Claim(id, fingerprint, owner, fence, attempt);
    }

    /** Shows what may be logged: the record is a hash, and says nothing of the key. */
    @Override
    public String toString() {
        return "BeginRequest[" + id + ", " + intent + "]";
    }
}
