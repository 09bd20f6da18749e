package dev.unpin.blob.s3;

import dev.unpin.Version;
import dev.unpin.blob.spi.BlobHead;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/** Between what the port speaks of and S3's headers. */
final class Heads {
    /** What S3 itself puts where no type was given. */
    static final String NO_TYPE = "binary/octet-stream";

    private Heads() {}

    static String contentType(BlobHead head) {
        return head.contentType() == null ? NO_TYPE : head.contentType();
    }

    static BlobHead head(
            @Nullable String contentType,
            @Nullable String cacheControl,
            @Nullable String contentDisposition,
            Map<String, String> metadata) {
        Map<String, String> lowerCase = new TreeMap<>();
        metadata.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value == null ? "" : value));
        return new BlobHead(
                NO_TYPE.equals(contentType) ? null : contentType, cacheControl, contentDisposition, lowerCase);
    }

    /** An ETag without its quotes. */
    static Version version(String etag) {
        String text = etag.startsWith("\"") && etag.endsWith("\"") && etag.length() > 1
                ? etag.substring(1, etag.length() - 1)
                : etag;
        return new Version(text);
    }

    static String crc32c(long crc) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(Integer.BYTES).putInt((int) crc).array());
    }

    /** The checksum of the whole blob; one that was made of the parts' checksums is none. */
    static @Nullable Long crc32c(@Nullable String base64, @Nullable ChecksumType type) {
        if (base64 == null || type == ChecksumType.COMPOSITE || base64.indexOf('-') >= 0) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == Integer.BYTES
                    ? Long.valueOf(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()))
                    : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
