package dev.unpin.blob;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is stored beside a blob's bytes. Immutable.
 *
 * <p>What a client says of its upload is only a claim: take its content type and file name if you like, but nothing
 * that your own code relies on.
 */
public final class BlobAttributes {
    static final int MAX_VALUE_LENGTH = 255;
    static final String RESERVED = "unpin-";

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( ?;[ -~]*)?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final BlobAttributes NONE = new BlobAttributes(null, null, null, Map.of());

    private final @Nullable String contentType;
    private final @Nullable String cacheControl;
    private final @Nullable String fileName;
    private final Map<String, String> metadata;

    private BlobAttributes(
            @Nullable String contentType,
            @Nullable String cacheControl,
            @Nullable String fileName,
            Map<String, String> metadata) {
        this.contentType = contentType;
        this.cacheControl = cacheControl;
        this.fileName = fileName;
        this.metadata = metadata;
    }

    /**
     * Starts from nothing.
     *
     * @return no attributes
     */
    public static BlobAttributes none() {
        return NONE;
    }

    /**
     * Returns these attributes with a content type.
     *
     * @param newContentType for instance {@code image/png} or {@code text/plain; charset=utf-8}; at most 255 characters
     * @return the attributes with it
     * @throws IllegalArgumentException if it is no content type
     */
    public BlobAttributes withContentType(String newContentType) {
        if (!isContentType(newContentType)) {
            throw new IllegalArgumentException(
                    "a content type is like image/png, in at most " + MAX_VALUE_LENGTH + " visible ASCII characters");
        }
        return new BlobAttributes(newContentType, cacheControl, fileName, metadata);
    }

    /**
     * Returns these attributes with directions for caches.
     *
     * @param newCacheControl for instance {@code public, max-age=31536000, immutable}; at most 255 characters
     * @return the attributes with them
     * @throws IllegalArgumentException if it is empty, longer, or holds other characters than visible ASCII and space
     */
    public BlobAttributes withCacheControl(String newCacheControl) {
        if (!isHeaderValue(newCacheControl)) {
            throw new IllegalArgumentException(
                    "cache directions are 1 to " + MAX_VALUE_LENGTH + " visible ASCII characters and spaces");
        }
        return new BlobAttributes(contentType, newCacheControl, fileName, metadata);
    }

    /**
     * Returns these attributes with a file name for whoever saves the blob. It may come from a client: folders before
     * it, control characters and what reverses the direction of writing are dropped, and it is cut to 150 characters,
     * its extension kept; if nothing is left, it becomes {@code download}.
     *
     * @param newFileName any text
     * @return the attributes with it
     */
    public BlobAttributes withFileName(String newFileName) {
        return new BlobAttributes(contentType, cacheControl, FileNames.clean(newFileName), metadata);
    }

    /**
     * Returns these attributes with one more piece of metadata, instead of one of the same name. All names and encoded
     * values together have to fit into 2,048 bytes when the blob is written, some 60 of which are taken; characters
     * beyond visible ASCII are encoded with three bytes for each of their UTF-8 bytes.
     *
     * @param name 1 to 64 letters, digits and hyphens, not beginning with {@code unpin-}; kept in lower case
     * @param value any text without lone surrogates
     * @return the attributes with it
     * @throws IllegalArgumentException if name or value are not as said
     */
    public BlobAttributes withMetadata(String name, String value) {
        Objects.requireNonNull(value, "value");
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(lowerCase).matches() || lowerCase.startsWith(RESERVED)) {
            throw new IllegalArgumentException("a name of metadata is 1 to 64 letters, digits and, inside, hyphens,"
                    + " and does not begin with " + RESERVED);
        }
        if (value.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
            throw new IllegalArgumentException("a value of metadata has no lone surrogates");
        }
        return with(lowerCase, value);
    }

    private BlobAttributes with(String name, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(name, value);
        return new BlobAttributes(contentType, cacheControl, fileName, Collections.unmodifiableMap(more));
    }

    /**
     * For what a store tells, which others may have written by other rules: what does not fit is left out or kept raw.
     */
    static BlobAttributes stored(
            @Nullable String contentType,
            @Nullable String cacheControl,
            @Nullable String fileName,
            Map<String, String> metadata) {
        return new BlobAttributes(
                contentType != null && isContentType(contentType) ? contentType : null,
                cacheControl != null && isHeaderValue(cacheControl) ? cacheControl : null,
                fileName,
                Collections.unmodifiableMap(new TreeMap<>(metadata)));
    }

    private static boolean isContentType(String text) {
        return text.length() <= MAX_VALUE_LENGTH && CONTENT_TYPE.matcher(text).matches();
    }

    private static boolean isHeaderValue(String text) {
        return !text.isBlank()
                && text.length() <= MAX_VALUE_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /**
     * Returns the content type.
     *
     * @return for instance {@code image/png}; empty if none was given
     */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /**
     * Returns the directions for caches.
     *
     * @return the value of {@code Cache-Control}; empty if none was given
     */
    public Optional<String> cacheControl() {
        return Optional.ofNullable(cacheControl);
    }

    /**
     * Returns the file name.
     *
     * @return a name without folders and control characters; empty if none was given
     */
    public Optional<String> fileName() {
        return Optional.ofNullable(fileName);
    }

    /**
     * Returns the metadata.
     *
     * @return an unmodifiable map by name
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlobAttributes that
                && Objects.equals(contentType, that.contentType)
                && Objects.equals(cacheControl, that.cacheControl)
                && Objects.equals(fileName, that.fileName)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(contentType, cacheControl, fileName, metadata);
    }

    /** Shows the content type and the names of the metadata: file names and values may be personal. */
    @Override
    public String toString() {
        return "BlobAttributes[" + contentType + ", metadata=" + metadata.keySet() + "]";
    }
}
