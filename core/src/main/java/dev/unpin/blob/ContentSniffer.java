package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Tells by their first bytes whether bytes are of the type that they are said to be. What could be taken for a page or
 * a script as well is none of the types.
 */
final class ContentSniffer {
    /** How many bytes are looked at. */
    static final int HEAD_BYTES = 4096;

    private static final List<String> MARKUP =
            List.of("<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<svg", "<?xml", "<?php");
    private static final String OOXML = "application/vnd.openxmlformats-officedocument.";

    private static final Map<String, Predicate<byte[]>> TYPES = Map.ofEntries(
            Map.entry("image/png", at(0, "\u0089PNG\r\n\u001a\n")),
            Map.entry("image/jpeg", at(0, "\u00ff\u00d8\u00ff")),
            Map.entry("image/gif", at(0, "GIF87a").or(at(0, "GIF89a"))),
            Map.entry("image/webp", at(0, "RIFF").and(at(8, "WEBP"))),
            Map.entry("image/bmp", at(0, "BM")),
            Map.entry("image/avif", brand("avif", "avis")),
            Map.entry("image/heic", brand("heic", "heix", "mif1", "msf1")),
            Map.entry("audio/mpeg", at(0, "ID3").or(ContentSniffer::isMpegAudio)),
            Map.entry("audio/wav", at(0, "RIFF").and(at(8, "WAVE"))),
            Map.entry("audio/ogg", at(0, "OggS")),
            Map.entry("audio/flac", at(0, "fLaC")),
            Map.entry("audio/mp4", brand("M4A ", "isom", "mp41", "mp42")),
            Map.entry("video/mp4", brand("isom", "iso2", "iso4", "iso5", "iso6", "avc1", "mp41", "mp42", "M4V ")),
            Map.entry("video/quicktime", brand("qt  ")),
            Map.entry("video/webm", at(0, "\u001aE\u00df\u00a3")),
            Map.entry("application/pdf", at(0, "%PDF-")),
            Map.entry("application/gzip", at(0, "\u001f\u008b")),
            Map.entry("application/zip", ContentSniffer::isZip),
            Map.entry(OOXML + "wordprocessingml.document", ContentSniffer::isZip),
            Map.entry(OOXML + "spreadsheetml.sheet", ContentSniffer::isZip),
            Map.entry(OOXML + "presentationml.presentation", ContentSniffer::isZip),
            Map.entry("application/json", ContentSniffer::isText),
            Map.entry("text/plain", ContentSniffer::isText),
            Map.entry("text/csv", ContentSniffer::isText),
            Map.entry("text/markdown", ContentSniffer::isText),
            Map.entry(MediaTypes.BINARY, head -> true));

    private ContentSniffer() {}

    static Set<String> types() {
        return new TreeSet<>(TYPES.keySet());
    }

    static boolean knows(String contentType) {
        return TYPES.containsKey(MediaTypes.essence(contentType));
    }

    static boolean fits(String contentType, byte[] head) {
        String essence = MediaTypes.essence(contentType);
        Predicate<byte[]> type = TYPES.get(essence);
        return type != null && type.test(head) && (essence.equals(MediaTypes.BINARY) || !looksLikeMarkup(head));
    }

    private static boolean looksLikeMarkup(byte[] head) {
        String text = new String(head, ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean xmlIsCommon =
                text.startsWith("\u0089png") || text.startsWith("\u00ff\u00d8") || text.startsWith("%pdf");
        // Metadata of pictures and documents are XML, though not pages.
        return MARKUP.stream()
                .filter(tag -> !(xmlIsCommon && tag.equals("<?xml")))
                .anyMatch(text::contains);
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        return isUtf8(head) || (head.length == HEAD_BYTES && cutInsideACharacter(head));
    }

    private static boolean cutInsideACharacter(byte[] head) {
        for (int cut = 1; cut <= 3; cut++) {
            if (isUtf8(Arrays.copyOf(head, head.length - cut))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).length() <= bytes.length;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isZip(byte[] head) {
        return at(0, "PK\u0003\u0004").test(head);
    }

    private static boolean isMpegAudio(byte[] head) {
        return head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xe6) == 0xe2;
    }

    /** A file of the ISO base media format: a box {@code ftyp} with a major brand. */
    private static Predicate<byte[]> brand(String... brands) {
        return at(4, "ftyp")
                .and(Arrays.stream(brands).map(brand -> at(8, brand)).reduce(head -> false, Predicate::or));
    }

    private static Predicate<byte[]> at(int offset, String magic) {
        byte[] bytes = magic.getBytes(ISO_8859_1);
        return head -> head.length >= offset + bytes.length
                && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
    }
}
