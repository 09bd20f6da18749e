package dev.unpin.token.spi;

import java.util.List;
import java.util.Objects;

/**
 * What {@link RefreshTokenStore#open} did.
 *
 * @param family the family as it is now
 * @param displaced the families that were revoked for it by this call
 * @param untold all families of this owner that were revoked and have to be told, the displaced ones among them
 */
public record OpenFamilyReply(StoredFamily family, List<String> displaced, List<String> untold) {
    /**
     * Takes a reply.
     *
     * @param family the family as it is now
     * @param displaced the families that were revoked for it
     * @param untold all families of this owner that have to be told
     */
    public OpenFamilyReply {
        Objects.requireNonNull(family, "family");
        displaced = List.copyOf(displaced);
        untold = List.copyOf(untold);
    }
}
