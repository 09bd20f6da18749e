package dev.unpin.blob;

import org.jspecify.annotations.Nullable;

/** How a link's blob is saved or shown. Handed to the function that fills it in; not thread-safe. */
public final class LinkOptions {
    private @Nullable String fileName;
    private @Nullable String shownAs;

    LinkOptions() {}

    /**
     * Sets the name under which the blob is saved, cleaned as {@link BlobAttributes#withFileName} does; the last
     * segment of the key by default.
     *
     * @param newFileName any text
     * @return this
     */
    public LinkOptions fileName(String newFileName) {
        fileName = FileNames.clean(newFileName);
        return this;
    }

    /**
     * Lets browsers show the blob instead of saving it, as this type whatever was stored.
     *
     * @param contentType one of those of {@link AnswerOptions#inline}
     * @return this
     * @throws IllegalArgumentException if it is another one
     */
    public LinkOptions inlineAs(String contentType) {
        if (!MediaTypes.mayBeShown(contentType)) {
            throw new IllegalArgumentException(
                    "browsers are not let to show " + contentType + ", in which something could run");
        }
        shownAs =
                BlobAttributes.none().withContentType(contentType).contentType().orElseThrow();
        return this;
    }

    @Nullable
    String fileName() {
        return fileName;
    }

    @Nullable
    String shownAs() {
        return shownAs;
    }
}
