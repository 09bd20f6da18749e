package dev.unpin.idempotency.spi;

import java.util.Objects;

/**
 * The right to do what a record stands for, as one call of {@link IdempotencyStore#begin} gave it; it may have been
 * lost since. Immutable.
 *
 * @param id the record
 * @param fingerprint of the payload
 * @param owner who asked
 * @param fence greater than that of every earlier claim on this record
 * @param attempt how many claims there were, this one included
 */
public record Claim(String id, String fingerprint, String owner, long fence, int attempt) {
    /**
     * Checks what it is made of.
     *
     * @param id the record
     * @param fingerprint of the payload
     * @param owner who asked
     * @param fence positive
     * @param attempt positive
     */
    public Claim {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(owner, "owner");
        if (fence <= 0 || attempt <= 0) {
            throw new IllegalArgumentException("fence and attempt are at least 1, not " + fence + " and " + attempt);
        }
    }

    /** Shows what may be logged: the record is a hash, and says nothing of the key. */
    @Override
    public String toString() {
        return "Claim[" + id + ", fence " + fence + ", attempt " + attempt + "]";
    }
}
