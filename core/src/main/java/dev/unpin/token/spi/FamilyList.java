package dev.unpin.token.spi;

import java.util.List;

/**
 * What {@link RefreshTokenStore#list} found.
 *
 * @param families those that are neither revoked nor over
 * @param untold those that were revoked and have to be told
 */
public record FamilyList(List<StoredFamily> families, List<String> untold) {
    /**
     * Takes a reply.
     *
     * @param families those that are neither revoked nor over
     * @param untold those that were revoked and have to be told
     */
    public FamilyList {
        families = List.copyOf(families);
        untold = List.copyOf(untold);
    }
}
