package dev.unpin.token;

/** What a {@link RevocationCheck} answers. */
public enum RevocationStatus {
    /** Not revoked, by news within the bound; or by the store's word, where it was asked. */
    NOT_REVOKED,

    /** Not revoked as far as had been heard; the news is older than the bound, and the policy accepts that. */
    NOT_REVOKED_BUT_STALE,

    /** Taken back; this never turns into another answer. */
    REVOKED,

    /** The news is older than the bound, or there is none yet, and the policy does not accept that. */
    UNDECIDABLE
}
