package dev.unpin.blob.spi;

import dev.unpin.Condition;

/**
 * Writes one blob that fits into memory.
 *
 * @param key its key, valid
 * @param head what is stored beside the bytes; its metadata names this write
 * @param content the bytes, with the checksum that the store has to verify
 * @param condition {@link Condition.Kind#ANY}, {@link Condition.Kind#ABSENT} or exactly one version
 */
public record PutRequest(String key, BlobHead head, BlobBytes content, Condition condition) {}
