package dev.unpin.token.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a store knows of some ids. Immutable.
 *
 * @param found the revocations among them that are not over, in no order; unmodifiable
 * @param epochBegan the store's time when its present memory began
 */
public record RevocationLookup(List<Revocation> found, Instant epochBegan) {
    /**
     * Takes an answer.
     *
     * @param found the revocations that are not over; copied
     * @param epochBegan when the store's present memory began
     */
    public RevocationLookup {
        found = List.copyOf(found);
        Objects.requireNonNull(epochBegan, "epochBegan");
    }
}
