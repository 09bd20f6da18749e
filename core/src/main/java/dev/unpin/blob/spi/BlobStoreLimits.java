package dev.unpin.blob.spi;

/**
 * The sizes that a store works in. Immutable.
 *
 * @param minPartBytes the least size of an upload's parts but the last; at least 1
 * @param maxParts how many parts an upload may have; at least 1
 * @param maxCopyBytes how large a blob {@link BlobStore#copy} takes
 * @param maxRemovals how many keys {@link BlobStore#removeAll} takes at a time; at least 1
 * @param maxPageSize how many entries {@link BlobStore#list} gives at a time; at least 1
 */
public record BlobStoreLimits(int minPartBytes, int maxParts, long maxCopyBytes, int maxRemovals, int maxPageSize) {
    /**
     * Checks the numbers.
     *
     * @param minPartBytes at least 1
     * @param maxParts at least 1
     * @param maxCopyBytes at least 1
     * @param maxRemovals at least 1
     * @param maxPageSize at least 1
     * @throws IllegalArgumentException if one is smaller
     */
    public BlobStoreLimits {
        if (minPartBytes < 1 || maxParts < 1 || maxCopyBytes < 1 || maxRemovals < 1 || maxPageSize < 1) {
            throw new IllegalArgumentException("limits of a blob store are at least 1");
        }
    }
}
