package dev.unpin.token;

/** What is known about the revocation of an {@link AccessToken}. */
public enum Freshness {
    /** Nobody was asked: the verifier has no blocklist. */
    UNCHECKED,

    /**
     * Not revoked as far as had been heard, but the news is older than it should be; accepted since the blocklist is
     * told to ({@code WhenStale.ACCEPT}). Dangerous operations should turn such a caller away, or
     * {@linkplain TokenVerifier#confirm confirm}.
     */
    STALE,

    /** Not revoked, by news no older than the blocklist's bound. */
    CURRENT,

    /** Not revoked, by the store's own word in this request. */
    CONFIRMED
}
