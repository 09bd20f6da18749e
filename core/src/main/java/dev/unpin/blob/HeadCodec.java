package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.LimitExceededException;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.StoredBlob;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Between attributes and what stores keep. Of a blob that Unpin wrote, the metadata are percent-encoded, and beside
 * them stand an id of the write and, where it was known in time, the checksum of the bytes; a blob without such an id
 * was written by others, and its metadata are told as they are.
 */
final class HeadCodec {
    static final String WRITE = "unpin-write";
    static final String UPLOAD = "unpin-upload";

    private static final String CRC = "unpin-crc32c";
    private static final String EMPTY = "%"; // what no other value is encoded to
    private static final int MAX_METADATA_BYTES = 2048;

    private HeadCodec() {}

    static BlobHead encode(BlobAttributes attributes, String writeId, @Nullable Long crc32c) {
        return encode(attributes, writeId, crc32c, Map.of());
    }

    static BlobHead encode(
            BlobAttributes attributes, String writeId, @Nullable Long crc32c, Map<String, String> internal) {
        Map<String, String> encoded = new TreeMap<>(internal);
        attributes.metadata().forEach((name, value) -> encoded.put(name, encode(value)));
        encoded.put(WRITE, writeId);
        if (crc32c != null) {
            encoded.put(CRC, String.format(Locale.ROOT, "%08x", crc32c));
        }
        int bytes = encoded.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (bytes > MAX_METADATA_BYTES) {
            throw new LimitExceededException(
                    "metadata",
                    MAX_METADATA_BYTES,
                    "the metadata of a blob take at most " + MAX_METADATA_BYTES + " bytes when encoded, not " + bytes);
        }
        return new BlobHead(
                attributes.contentType().orElse(null),
                attributes.cacheControl().orElse(null),
                attributes
                        .fileName()
                        .map(name -> FileNames.disposition("attachment", name))
                        .orElse(null),
                encoded);
    }

    static BlobAttributes decode(BlobHead head) {
        boolean ours = head.metadata().containsKey(WRITE);
        Map<String, String> decoded = new TreeMap<>();
        head.metadata().forEach((name, value) -> {
            if (!name.startsWith(BlobAttributes.RESERVED)) {
                decoded.put(name, ours ? decode(value) : value);
            }
        });
        return BlobAttributes.stored(
                head.contentType(),
                head.cacheControl(),
                Optional.ofNullable(head.contentDisposition())
                        .flatMap(FileNames::parse)
                        .orElse(null),
                decoded);
    }

    static boolean isFrom(String writeId, StoredBlob blob) {
        return writeId.equals(blob.head().metadata().get(WRITE));
    }

    /** The checksum of the whole blob: the store's own, else the one that was written beside it. */
    static @Nullable Long crc32c(StoredBlob blob) {
        if (blob.crc32c() != null) {
            return blob.crc32c();
        }
        String text = blob.head().metadata().get(CRC);
        try {
            return text == null || text.length() != 8 ? null : Long.valueOf(Long.parseLong(text, 16));
        } catch (NumberFormatException written) {
            return null; // by somebody else
        }
    }

    /** Spaces are encoded where a header would lose them: at the ends, and after another; and so is nothing at all. */
    private static String encode(String value) {
        if (value.isEmpty()) {
            return EMPTY;
        }
        StringBuilder out = new StringBuilder();
        byte[] bytes = value.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean losable = b == ' ' && (i == 0 || i == bytes.length - 1 || bytes[i - 1] == ' ');
            if (b < ' ' || b > '~' || b == '%' || losable) {
                out.append(String.format(Locale.ROOT, "%%%02X", b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static String decode(String value) {
        if (value.equals(EMPTY)) {
            return "";
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%' && i + 2 < value.length() && isHex(value, i + 1) && isHex(value, i + 2)) {
                bytes.write(Integer.parseInt(value.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
            }
        }
        return bytes.toString(UTF_8);
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0;
    }
}
