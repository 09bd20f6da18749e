package dev.unpin.session;

import dev.unpin.codec.Codecs;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link SessionsBuilder} has gathered, frozen. */
record SessionSettings(
        SessionStore store,
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

    /**
     * A touch is a write, so a session that is used all the time is touched about twenty times per idle timeout at
     * most.
     */
    Duration touchInterval() {
        Duration part = timeouts.idle().dividedBy(20);
        return part.compareTo(LONGEST_TOUCH_INTERVAL) < 0 ? part : LONGEST_TOUCH_INTERVAL;
    }

    boolean commitTimeoutOver(long startNanos) {
        return System.nanoTime() - startNanos >= commitTimeout.toNanos();
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
