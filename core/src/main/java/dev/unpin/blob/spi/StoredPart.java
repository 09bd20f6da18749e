package dev.unpin.blob.spi;

import org.jspecify.annotations.Nullable;

/**
 * A part that a store has. Immutable.
 *
 * @param number its place, from 1
 * @param size its length in bytes
 * @param tag by what the store knows it again
 * @param crc32c its CRC-32C, 0 to 2<sup>32</sup> - 1, or null if the store does not know it
 */
public record StoredPart(
        int number, long size, String tag, @Nullable Long crc32c) {}
