package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to copy a blob. Handed to the function that fills it in, and valid until that returns; not thread-safe. */
public final class CopyOptions {
    private @Nullable BlobAttributes attributes;
    private @Nullable Version source;
    private Condition condition = Condition.any();

    CopyOptions() {}

    /**
     * Copies only this version of the source; any by default.
     *
     * @param version the version
     * @return this
     */
    public CopyOptions ifSource(Version version) {
        source = Objects.requireNonNull(version, "version");
        return this;
    }

    /**
     * Sets what is demanded of what is stored at the target already; {@link Condition#any()} by default.
     *
     * @param newCondition the condition
     * @return this
     */
    public CopyOptions condition(Condition newCondition) {
        condition = Objects.requireNonNull(newCondition, "condition");
        return this;
    }

    /**
     * Creates, and never overwrites: {@link Condition#absent()}.
     *
     * @return this
     */
    public CopyOptions ifAbsent() {
        return condition(Condition.absent());
    }

    /**
     * Sets what is stored beside the copy's bytes; what is stored beside the source's by default.
     *
     * @param newAttributes all of them
     * @return this
     */
    public CopyOptions attributes(BlobAttributes newAttributes) {
        attributes = Objects.requireNonNull(newAttributes, "attributes");
        return this;
    }

    @Nullable
    BlobAttributes attributes() {
        return attributes;
    }

    @Nullable
    Version source() {
        return source;
    }

    Condition condition() {
        return condition;
    }
}
