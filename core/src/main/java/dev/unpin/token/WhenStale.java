package dev.unpin.token;

/**
 * What a {@link TokenBlocklist} does with a good token while its news is older than the bound, or there is none yet.
 * Whatever is chosen, what an instance knows to be revoked stays revoked.
 */
public enum WhenStale {
    /**
     * Turn it away, with HTTP status 503, until there is news: no revoked token is accepted after the bound, and an
     * outage of the store is an outage of the service.
     */
    REFUSE,

    /**
     * Accept it, marked as {@link Freshness#STALE}: an outage of the store is not noticed, and during it a revoked
     * token is accepted until it expires.
     */
    ACCEPT,

    /** Ask the store about this one token: one round trip; and turn it away if that fails. */
    ASK_STORE
}
