package dev.unpin.session.spi;

/**
 * How large a session may become. Exactly at the limit is allowed.
 *
 * @param maxKeys how many fields it may have
 * @param maxSessionBytes how many bytes the names (UTF-8) and values of all its fields may have together
 */
public record SessionLimits(int maxKeys, long maxSessionBytes) {
    /**
     * Checks that both are positive.
     *
     * @param maxKeys how many fields
     * @param maxSessionBytes how many bytes
     */
    public SessionLimits {
        if (maxKeys <= 0 || maxSessionBytes <= 0) {
            throw new IllegalArgumentException(
                    "limits must be positive, not " + maxKeys + " keys and " + maxSessionBytes + " bytes");
        }
    }
}
