package dev.unpin.blob.spi;

import dev.unpin.Version;
import org.jspecify.annotations.Nullable;

/**
 * Reads a blob.
 *
 * @param key its key
 * @param range which of its bytes, or null for all
 * @param ifVersion the version that it has to have, or null for any
 * @param unlessVersion the version at which it need not be read, or null to read it at any
 */
public record OpenRequest(
        String key,
        @Nullable ByteRange range,
        @Nullable Version ifVersion,
        @Nullable Version unlessVersion) {}
