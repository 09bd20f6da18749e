package dev.unpin.blob.spi;

import dev.unpin.Condition;
import dev.unpin.Version;
import org.jspecify.annotations.Nullable;

/**
 * Copies a blob inside of the store.
 *
 * @param source the key of the blob to copy
 * @param sourceVersion the version that it has to have, or null for any
 * @param target the key of the copy; may be the same
 * @param head what is stored beside the copy's bytes, or null to copy that too
 * @param condition what is demanded of what is stored at the target: {@link Condition.Kind#ANY},
 *     {@link Condition.Kind#ABSENT} or exactly one version
 */
public record CopyRequest(
        String source,
        @Nullable Version sourceVersion,
        String target,
        @Nullable BlobHead head,
        Condition condition) {}
