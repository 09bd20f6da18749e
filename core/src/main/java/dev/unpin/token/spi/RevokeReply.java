package dev.unpin.token.spi;

import java.util.List;

/**
 * What {@link RefreshTokenStore#revoke} and {@link RefreshTokenStore#revokeAll} did.
 *
 * @param revoked the families that were revoked by this call
 * @param untold all families of this owner that were revoked and have to be told
 */
public record RevokeReply(List<String> revoked, List<String> untold) {
    /**
     * Takes a reply.
     *
     * @param revoked the families that were revoked by this call
     * @param untold all families of this owner that have to be told
     */
    public RevokeReply {
        revoked = List.copyOf(revoked);
        untold = List.copyOf(untold);
    }
}
