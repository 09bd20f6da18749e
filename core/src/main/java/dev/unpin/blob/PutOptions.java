package dev.unpin.blob;

import dev.unpin.Condition;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * How to write a blob. Handed to the function that fills it in, and valid until that returns; not thread-safe.
 *
 * <pre>{@code
 * blobs.put("receipts/4711", source, o -> o.contentType("application/pdf").fileName("Quittung März.pdf").ifAbsent());
 * }</pre>
 */
public final class PutOptions {
    private BlobAttributes attributes = BlobAttributes.none();
    private Condition condition = Condition.any();
    private LongConsumer progress = stored -> {};

    PutOptions() {}

    /**
     * Sets all that is stored beside the bytes; nothing by default.
     *
     * @param newAttributes content type, file name, and so on
     * @return this
     */
    public PutOptions attributes(BlobAttributes newAttributes) {
        attributes = Objects.requireNonNull(newAttributes, "attributes");
        return this;
    }

    /**
     * Sets the content type, as {@link BlobAttributes#withContentType} does.
     *
     * @param contentType for instance {@code image/png}
     * @return this
     * @throws IllegalArgumentException if it is no content type
     */
    public PutOptions contentType(String contentType) {
        return attributes(attributes.withContentType(contentType));
    }

    /**
     * Sets the file name, as {@link BlobAttributes#withFileName} does.
     *
     * @param fileName any text
     * @return this
     */
    public PutOptions fileName(String fileName) {
        return attributes(attributes.withFileName(fileName));
    }

    /**
     * Sets what is demanded of what is stored already; {@link Condition#any()} by default.
     *
     * @param newCondition the condition
     * @return this
     */
    public PutOptions condition(Condition newCondition) {
        condition = Objects.requireNonNull(newCondition, "condition");
        return this;
    }

    /**
     * Creates, and never overwrites: {@link Condition#absent()}.
     *
     * @return this
     */
    public PutOptions ifAbsent() {
        return condition(Condition.absent());
    }

    /**
     * Sets who is told how many bytes the store has received, after every part.
     *
     * @param listener called on the uploading thread; what it throws ends the upload
     * @return this
     */
    public PutOptions progress(LongConsumer listener) {
        progress = Objects.requireNonNull(listener, "listener");
        return this;
    }

    BlobAttributes attributes() {
        return attributes;
    }

    Condition condition() {
        return condition;
    }

    LongConsumer progress() {
        return progress;
    }
}
