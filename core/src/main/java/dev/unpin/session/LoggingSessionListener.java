package dev.unpin.session;

import dev.unpin.codec.CodecException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default listener: what an operator may have to act on as warnings, the rest for debugging. */
final class LoggingSessionListener implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    @Override
    public void cookieRejected(CookieRejection reason) {
        LOG.debug("session cookie rejected: {}", reason);
    }

    @Override
    public void renewedMeanwhile(String id) {
        LOG.debug("session {} was renewed by a parallel request", id);
    }

    @Override
    public void created(String id) {
        LOG.debug("session {} created", id);
    }

    @Override
    public void signedIn(String id, String owner) {
        LOG.debug("session {} signed in", id);
    }

    @Override
    public void signedOut(String id) {
        LOG.debug("session {} signed out", id);
    }

    @Override
    public void endedMeanwhile(String id) {
        LOG.debug("session {} had ended before a commit", id);
    }

    @Override
    public void conflicted(String id, Set<String> keys, int attempt) {
        LOG.debug("session {} conflicts at {} in attempt {}", id, keys, attempt);
    }

    @Override
    public void valueUnreadable(String id, String key, UnreadableValue policy, CodecException cause) {
        LOG.warn("session {} holds an unreadable {} (policy {})", id, key, policy, cause);
    }
}
