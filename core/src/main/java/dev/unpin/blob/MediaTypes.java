package dev.unpin.blob;

import java.util.Locale;
import java.util.Set;

/** Which content types a browser may be told, and which it may show: what strangers upload must not run as our page. */
final class MediaTypes {
    static final String BINARY = "application/octet-stream";

    private static final Set<String> SHOWN_IMAGES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp");
    private static final Set<String> TOLD = Set.of(
            "application/gzip",
            "application/json",
            "application/msword",
            "application/pdf",
            "application/rtf",
            "application/zip",
            "text/csv",
            "text/markdown",
            "text/plain");

    private MediaTypes() {}

    /** The type without parameters, in lower case. */
    static String essence(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The type itself if no browser runs it, else that of plain bytes. */
    static String told(String contentType) {
        String essence = essence(contentType);
        boolean safe = TOLD.contains(essence)
                || SHOWN_IMAGES.contains(essence)
                || isMedia(essence)
                || (essence.startsWith("application/vnd.") && !isMarkup(essence));
        return safe ? contentType : BINARY;
    }

    static boolean mayBeShown(String contentType) {
        String essence = essence(contentType);
        return SHOWN_IMAGES.contains(essence) || essence.equals("text/plain") || isMedia(essence);
    }

    private static boolean isMedia(String essence) {
        return (essence.startsWith("audio/") || essence.startsWith("video/")) && !isMarkup(essence);
    }

    private static boolean isMarkup(String essence) {
        return essence.contains("xml") || essence.contains("html") || essence.contains("script");
    }
}
