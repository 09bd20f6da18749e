package dev.unpin.blob;

import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.StoredPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** An upload in memory. Guarded by its store. */
final class MemoryUpload {
    private final String key;
    private final BlobHead head;
    private final Instant begun;
    private final TreeMap<Integer, byte[]> parts = new TreeMap<>();

    MemoryUpload(String key, BlobHead head, Instant begun) {
        this.key = key;
        this.head = head;
        this.begun = begun;
    }

    String key() {
        return key;
    }

    BlobHead head() {
        return head;
    }

    Instant begun() {
        return begun;
    }

    /** Returns how many bytes more there are now. */
    long put(int number, byte[] bytes) {
        byte[] before = parts.put(number, bytes);
        return bytes.length - (before == null ? 0L : before.length);
    }

    long size() {
        return parts.values().stream().mapToLong(part -> part.length).sum();
    }

    List<StoredPart> list() {
        List<StoredPart> all = new ArrayList<>();
        parts.forEach((number, bytes) -> all.add(describe(number, bytes)));
        return all;
    }

    static StoredPart describe(int number, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new StoredPart(
                number, bytes.length, Long.toHexString(crc.getValue()) + "-" + bytes.length, crc.getValue());
    }

    /** The bytes of all parts, if they are the ones that the caller means. */
    Optional<List<byte[]>> match(List<StoredPart> expected) {
        return list().equals(expected) ? Optional.of(List.copyOf(parts.values())) : Optional.empty();
    }
}
