package dev.unpin.session;

import dev.unpin.codec.Codecs;
import dev.unpin.http.SessionCookie;
import dev.unpin.retry.Backoff;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link SessionsBuilder} has gathered, frozen. */
record SessionSettings(
        SessionStore store,
        @Nullable OwnerStore ownerStore,
        int maxSessionsPerOwner,
        @Nullable ExpiryStore expiryStore,
        Duration expiryLease,
        Codecs codecs,
        ValueFormat format,
        SessionCookie cookie,
        SessionTimeouts timeouts,
        SessionLimits limits,
        int maxValueBytes,
        UnreadableValue unreadable,
        int maxCommitAttempts,
        Duration commitTimeout,
        Duration renewalGrace,
        SessionListener listener,
        RejectionCounter rejections,
        RandomGenerator random) {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration LONGEST_TOUCH_INTERVAL = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(32);

    /**
     * A touch is a write, so a session that is used all the time is touched about twenty times per idle timeout at
     * most.
     */
    Duration touchInterval() {
        Duration part = timeouts.idle().dividedBy(20);
        return part.compareTo(LONGEST_TOUCH_INTERVAL) < 0 ? part : LONGEST_TOUCH_INTERVAL;
    }

    /** Null without an index of owners. */
    @Nullable
    Owners owners() {
        return ownerStore == null ? null : new Owners(this, ownerStore);
    }

    /** Null unless expired sessions are to be told. */
    @Nullable
    Expiries expiries() {
        return expiryStore == null ? null : new Expiries(this, expiryStore, expiryLease);
    }

    /** What there is to do once a session has been signed out. */
    void signedOut(String id) {
        Expiries expiries = expiries();
        if (expiries != null) {
            expiries.forget(id);
        }
        tell(new SessionEvent.SignedOut(id));
    }

    boolean commitTimeoutOver(long startNanos) {
        return System.nanoTime() - startNanos >= commitTimeout.toNanos();
    }

    /** The pauses between the tries of one commit. */
    Backoff backoff() {
        return new Backoff(FIRST_PAUSE, LONGEST_PAUSE, commitTimeout, ThreadLocalRandom.current());
    }

    void reject(CookieRejection reason) {
        rejections.count(reason);
        tell(new SessionEvent.CookieRejected(reason));
    }

    void tell(SessionEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("the session listener failed at {}", event, e);
        }
    }
}
