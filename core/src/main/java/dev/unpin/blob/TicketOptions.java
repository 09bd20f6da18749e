package dev.unpin.blob;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a ticket allows beyond the defaults. Handed to the function that fills it in; not thread-safe. */
public final class TicketOptions {
    static final long UNKNOWN = -1;

    private @Nullable String type;
    private @Nullable String fileName;
    private @Nullable Long crc32c;
    private long length = UNKNOWN;

    TicketOptions() {}

    /**
     * Sets the type of what will be uploaded, mostly what the client says it has; checked when it has arrived.
     *
     * @param contentType one of {@link UploadsBuilder#types}; needed if there are several
     * @return this
     */
    public TicketOptions type(String contentType) {
        type = contentType.toLowerCase(Locale.ROOT);
        return this;
    }

    /**
     * Sets the name under which the blob will be saved, cleaned as {@link BlobAttributes#withFileName} does.
     *
     * @param newFileName any text; may be the client's
     * @return this
     */
    public TicketOptions fileName(String newFileName) {
        fileName = FileNames.clean(newFileName);
        return this;
    }

    /**
     * Sets exactly how many bytes will be uploaded. Needed with stores that cannot bound a size; see
     * {@link dev.unpin.blob.spi.BlobCapability#POST_POLICY}.
     *
     * @param bytes at least 1
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public TicketOptions length(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("an upload has at least 1 byte, not " + bytes);
        }
        length = bytes;
        return this;
    }

    /**
     * Sets the checksum of what will be uploaded.
     *
     * @param newCrc32c the CRC-32C, 0 to 2<sup>32</sup> - 1
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TicketOptions crc32c(long newCrc32c) {
        if (newCrc32c < 0 || newCrc32c > 0xffff_ffffL) {
            throw new IllegalArgumentException("a CRC-32C has 32 bits, not the value " + newCrc32c);
        }
        crc32c = newCrc32c;
        return this;
    }

    @Nullable
    String type() {
        return type;
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    @Nullable
    Long crc32c() {
        return crc32c;
    }

    long length() {
        return length;
    }
}
