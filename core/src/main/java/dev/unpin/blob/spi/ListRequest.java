package dev.unpin.blob.spi;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of keys.
 *
 * @param prefix what the keys begin with; may be empty
 * @param delimiter where keys are cut: those that share everything up to its first occurrence after the prefix are told
 *     as one; null not to cut
 * @param startAfter keys up to and including this one are left out; null to begin at the first. Not given together with
 *     a token
 * @param token where to go on, or null at the first page
 * @param limit how many entries at most, 1 to {@link BlobStoreLimits#maxPageSize()}
 */
public record ListRequest(
        String prefix,
        @Nullable String delimiter,
        @Nullable String startAfter,
        @Nullable String token,
        int limit) {}
