package dev.unpin.blob.spi;

/**
 * Sends one part of an upload. The same part may be sent again, and replaces the former.
 *
 * @param key the key of the blob that is being uploaded
 * @param uploadId what {@link BlobStore#beginUpload} returned
 * @param number the place of this part, from 1
 * @param content the bytes, with the checksum that the store has to verify
 */
public record PartRequest(String key, String uploadId, int number, BlobBytes content) {}
