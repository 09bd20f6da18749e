package dev.unpin.blob;

import dev.unpin.http.HttpHeader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to answer a request for a blob. Handed to the function that fills it in, and valid until that returns; not
 * thread-safe.
 */
public final class AnswerOptions {
    private boolean inline;
    private @Nullable String fileName;
    private @Nullable String cacheControl;

    AnswerOptions() {}

    /**
     * Lets browsers show the blob in the page instead of saving it, if its type is one that cannot run anything:
     * {@code image/png}, {@code jpeg}, {@code gif}, {@code webp}, {@code avif}, {@code bmp}, audio, video, and plain
     * text. All others are saved as always.
     *
     * @return this
     */
    public AnswerOptions inline() {
        inline = true;
        return this;
    }

    /**
     * Sets the name under which the blob is saved, cleaned as {@link BlobAttributes#withFileName} does; by default the
     * one that was stored, or else the last segment of the key.
     *
     * @param newFileName any text
     * @return this
     */
    public AnswerOptions fileName(String newFileName) {
        fileName = FileNames.clean(newFileName);
        return this;
    }

    /**
     * Sets the directions for caches; by default those that were stored, or else {@code private, no-cache}: keep it for
     * this user alone, and ask every time whether it is still good.
     *
     * @param newCacheControl the value of {@code Cache-Control}
     * @return this
     * @throws IllegalArgumentException if it cannot be a header's value
     */
    public AnswerOptions cacheControl(String newCacheControl) {
        cacheControl = new HttpHeader("Cache-Control", Objects.requireNonNull(newCacheControl, "cacheControl")).value();
        return this;
    }

    boolean isInline() {
        return inline;
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    @Nullable
    String cacheControl() {
        return cacheControl;
    }
}
