package dev.unpin.examples.lab.load;

/** What is counted of answers; one answer may count as several. */
enum Count {
    /** Arrived and said what it should. */
    GOOD,
    /** No answer, or a failure, to a request that may be repeated by its method. */
    ERROR_SAFE(true),
    /** No answer, or a failure, to one that may not be repeated: its effect is not known. */
    ERROR_UNKEYED(true),
    /** No answer, or a failure, to one whose key allows to repeat it. */
    ERROR_KEYED(true),
    /** Told something of the user's session or sign-in. */
    JUDGED,
    /** Did not know what had been acknowledged to this user before. */
    VIOLATION(true),
    /** The first violation by which a session was found lost. */
    SESSION_LOST,
    /** A token that is good was not believed. */
    SIGN_IN_LOST,
    /** A revoked token was shown, later than every instance has to know of that. */
    REVOKED_SHOWN,
    /** It was believed. */
    REVOKED_ACCEPTED(true),
    /** Showed another user's state. */
    CROSS_SESSION(true),
    /** An effect had taken place more often than it was asked for. */
    DUPLICATE_EFFECT(true),
    /** An uploaded file was not there, or an older one. */
    LOST_UPLOAD,
    /** A price that had been replaced before it was asked for. */
    STALE_READ,
    /** Another instance than the one that served this user before. */
    SWITCH;

    private final boolean fault;

    Count() {
        this(false);
    }

    Count(boolean fault) {
        this.fault = fault;
    }

    /** Tells whether a failover is not over while there are such answers. */
    boolean fault() {
        return fault;
    }
}
