package dev.unpin.blob.s3;

import dev.unpin.blob.spi.BlobCapability;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a kind of store can do, by its documentation. A store that ignores a condition says nothing, so it is never
 * asked for what its profile lacks: such a write is refused before a byte is sent. {@link S3BlobStore#probe} tells what
 * a certain store keeps.
 */
public enum S3Profile {
    /** Amazon S3, general purpose buckets: everything, checksums by CRC-32C. */
    AWS(Checksums.CRC32C, 1000, EnumSet.allOf(BlobCapability.class)),

    /**
     * MinIO, from 2025-09 on (older ones let {@code If-Match} pass where nothing is): no conditional removal, and no
     * conditions at the target of a copy.
     */
    MINIO(
            Checksums.CRC32C,
            1000,
            EnumSet.of(
                    BlobCapability.CREATE_ONLY,
                    BlobCapability.COMPARE_AND_SET,
                    BlobCapability.CONDITIONAL_UPLOAD,
                    BlobCapability.COPY_IF_SOURCE,
                    BlobCapability.POST_POLICY)),

    /**
     * Cloudflare R2: as {@link #MINIO}, but without POST policies, so that uploads of strangers have to tell their
     * length; checksums by MD5. Its region is {@code auto}.
     */
    R2(
            Checksums.MD5,
            1000,
            EnumSet.of(
                    BlobCapability.CREATE_ONLY,
                    BlobCapability.COMPARE_AND_SET,
                    BlobCapability.CONDITIONAL_UPLOAD,
                    BlobCapability.COPY_IF_SOURCE)),

    /**
     * Google Cloud Storage by its interoperable XML API: reads and sources of copies on conditions, writes on none;
     * checksums by MD5, and every blob of {@link dev.unpin.blob.Blobs#removeAll} in a request of its own.
     */
    GCS(Checksums.MD5, 1, EnumSet.of(BlobCapability.COPY_IF_SOURCE)),

    /** Anything else: no conditions, checksums by MD5. */
    OTHER(Checksums.MD5, 1000, EnumSet.noneOf(BlobCapability.class));

    /** How a store is told what has to arrive. */
    enum Checksums {
        /** By the headers {@code x-amz-checksum-*}; the store keeps and returns the sum. */
        CRC32C,
        /** By {@code Content-MD5}, which every store has known from the beginning. */
        MD5
    }

    private final Checksums checksums;
    private final int maxRemovals;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, and nobody else has what is behind it
    private final Set<BlobCapability> capabilities;

    S3Profile(Checksums checksums, int maxRemovals, EnumSet<BlobCapability> capabilities) {
        this.checksums = checksums;
        this.maxRemovals = maxRemovals;
        this.capabilities = Collections.unmodifiableSet(capabilities);
    }

    /**
     * Returns what stores of this kind can promise beyond plain reads and writes.
     *
     * @return an unmodifiable set
     */
    public Set<BlobCapability> capabilities() {
        return capabilities;
    }

    Checksums checksums() {
        return checksums;
    }

    /**
     * Whether bytes that travel without TLS may be signed chunk by chunk as they are sent, rather than all of them
     * before the first is. Of the stores that keep their checksums, Amazon documents it and MinIO has it in its source.
     */
    boolean takesSignedChunks() {
        return checksums == Checksums.CRC32C;
    }

    int maxRemovals() {
        return maxRemovals;
    }
}
