package dev.unpin.codec;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import org.jspecify.annotations.Nullable;

/**
 * A value could not be turned into bytes, or stored bytes could not be read as the type asked for. Codes
 * {@code value-not-encodable} and {@code value-unreadable}, effect {@link Effect#REFUSED}, HTTP status 500.
 *
 * <p>The message names the type and the place, never the value.
 */
public final class CodecException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private CodecException(String code, String message, @Nullable Throwable cause) {
        super(code, Effect.REFUSED, 500, message, cause);
    }

    /**
     * A value could not be turned into bytes.
     *
     * @param message the type, and what to change
     * @param cause what the underlying library reported
     * @return an exception with code {@code value-not-encodable}
     */
    public static CodecException notEncodable(String message, @Nullable Throwable cause) {
        return new CodecException("value-not-encodable", message, cause);
    }

    /**
     * Stored bytes could not be read.
     *
     * @param message the type, and what to change
     * @param cause what the underlying library reported
     * @return an exception with code {@code value-unreadable}
     */
    public static CodecException unreadable(String message, @Nullable Throwable cause) {
        return new CodecException("value-unreadable", message, cause);
    }
}
