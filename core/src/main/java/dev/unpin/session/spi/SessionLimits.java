package dev.unpin.session.spi;

/**
 * How large a session may become. Exactly at the limit is allowed.
 *
 * @param maxKeys how many fields it may have: 1 to {@value #MOST_KEYS}
 * @param maxSessionBytes how many bytes the names (UTF-8) and values of all its fields may have together; positive
 */
public record SessionLimits(int maxKeys, long maxSessionBytes) {
    /** As many fields as any limit may allow, so that one commit stays one step of bounded length. */
    public static final int MOST_KEYS = 1_000;

    /**
     * Checks that both are in bounds.
     *
     * @param maxKeys how many fields
     * @param maxSessionBytes how many bytes
     */
    public SessionLimits {
        if (maxKeys <= 0 || maxKeys > MOST_KEYS || maxSessionBytes <= 0) {
            throw new IllegalArgumentException("a session has 1 to " + MOST_KEYS + " keys and at least 1 byte, not "
                    + maxKeys + " and " + maxSessionBytes);
        }
    }
}
