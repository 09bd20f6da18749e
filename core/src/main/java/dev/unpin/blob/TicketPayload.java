package dev.unpin.blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed in a receipt and in the state of a resumable upload.
 *
 * @param id names the upload, and the blob where it waits
 * @param owner who may have it accepted
 * @param key where it goes
 * @param type the only type allowed
 * @param fileName the name under which it will be saved, or empty
 * @param minBytes the least length
 * @param maxBytes the greatest length
 * @param crc32c the checksum that the client told, or null
 * @param takenUntil until when bytes are taken
 * @param uploadId the store's id of a resumable upload, or empty
 * @param partBytes the size of its parts
 */
record TicketPayload(
        String id,
        String owner,
        String key,
        String type,
        String fileName,
        long minBytes,
        long maxBytes,
        @Nullable Long crc32c,
        Instant takenUntil,
        String uploadId,
        int partBytes) {
    private static final int FORMAT = 1;
    private static final long NO_CHECKSUM = -1;

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(FORMAT);
            out.writeUTF(id);
            out.writeUTF(owner);
            out.writeUTF(key);
            out.writeUTF(type);
            out.writeUTF(fileName);
            out.writeLong(minBytes);
            out.writeLong(maxBytes);
            out.writeLong(crc32c == null ? NO_CHECKSUM : crc32c);
            out.writeLong(takenUntil.toEpochMilli());
            out.writeUTF(uploadId);
            out.writeInt(partBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Whatever was sealed by another release in another form is as good as expired. */
    static Optional<TicketPayload> decode(byte[] bytes) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            if (in.readByte() != FORMAT) {
                return Optional.empty();
            }
            return Optional.of(new TicketPayload(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    checksum(in.readLong()),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readUTF(),
                    in.readInt()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Long checksum(long value) {
        return value == NO_CHECKSUM ? null : Long.valueOf(value);
    }

    TicketPayload withUploadId(String newUploadId) {
        return new TicketPayload(
                id, owner, key, type, fileName, minBytes, maxBytes, crc32c, takenUntil, newUploadId, partBytes);
    }

    BlobAttributes attributes() {
        BlobAttributes attributes = BlobAttributes.none().withContentType(type);
        return fileName.isEmpty() ? attributes : attributes.withFileName(fileName);
    }

    /** Shows the id: the rest is between the service and the owner. */
    @Override
    public String toString() {
        return "TicketPayload[" + id + "]";
    }
}
