package dev.unpin.testkit.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import dev.unpin.session.spi.StoredField;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One session as seen through one store and with one secret; drives the port itself, below {@code Sessions}. */
record Probe(SessionStore store, String id, SecretHash secret) {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration ABSOLUTE = Duration.ofHours(12);
    static final SessionTimeouts TIMEOUTS = new SessionTimeouts(IDLE, ABSOLUTE);
    static final SessionLimits LIMITS = new SessionLimits(64, 256 * 1024);

    /** For how long a replaced secret is recognised. */
    static final Duration GRACE = Duration.ofMinutes(5);

    /** How many writes of a session every store remembers, for a minute at least. */
    static final int REMEMBERED = 32;

    /** So long that no load moves a deadline. */
    private static final Duration NEVER = Duration.ofDays(3650);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A session of which nothing is stored. */
    static Probe unstored(SessionStore store) {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return new Probe(store, Base64.getUrlEncoder().withoutPadding().encodeToString(id), newSecret());
    }

    /** A session that has just been created. */
    static Probe stored(SessionStore store, FieldChange... fields) {
        Probe session = unstored(store);
        session.save(session.creation(fields));
        return session;
    }

    static SecretHash newSecret() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return SecretHash.ofSecret(secret);
    }

    static long newWriteId() {
        return RANDOM.nextLong();
    }

    static FieldChange set(String name, String value) {
        return FieldChange.set(name, value.getBytes(UTF_8));
    }

    /** The same session, seen through another instance. */
    Probe through(SessionStore other) {
        return new Probe(other, id, secret);
    }

    /** The same session, seen by somebody with another secret. */
    Probe with(SecretHash other) {
        return new Probe(store, id, other);
    }

    /** What makes this probe's secret the session's. */
    Renewal renewal() {
        return new Renewal(secret, GRACE);
    }

    CommitRequest creation(FieldChange... fields) {
        return CommitRequest.create(id, secret, newWriteId(), TIMEOUTS, LIMITS).withChanges(List.of(fields));
    }

    /** A request from somebody who has read the session just now. */
    CommitRequest update(FieldChange... changes) {
        return updateSince(found().version(), changes);
    }

    /** A request from somebody who has read the session when it had this version. */
    CommitRequest updateSince(long baseVersion, FieldChange... changes) {
        return CommitRequest.update(id, secret, newWriteId(), baseVersion, TIMEOUTS, LIMITS)
                .withChanges(List.of(changes));
    }

    LoadReply load(Duration idleTimeout, Duration touchInterval) {
        return store.load(new LoadRequest(id, secret, idleTimeout, touchInterval));
    }

    /** Reads without touching. */
    LoadReply peek() {
        return load(IDLE, NEVER);
    }

    /** What is stored, read without touching. */
    SessionRecord found() {
        LoadReply reply = peek();
        assertEquals(LoadReply.Status.FOUND, reply.status());
        return reply.session();
    }

    /** The stored fields as text. */
    Map<String, String> texts() {
        return texts(found());
    }

    static Map<String, String> texts(SessionRecord session) {
        Map<String, String> texts = new TreeMap<>();
        session.fields().forEach((name, field) -> texts.put(name, new String(field.bytes(), UTF_8)));
        return texts;
    }

    StoredField field(String name) {
        StoredField field = found().fields().get(name);
        if (field == null) {
            throw new AssertionError("no field " + name);
        }
        return field;
    }

    /** Commits what must go through, and returns the version that it made. */
    long save(CommitRequest request) {
        CommitReply reply = store.commit(request);
        assertEquals(CommitReply.Status.SAVED, reply.status());
        assertTrue(reply.version() > 0, "a version is positive");
        return reply.version();
    }

    long save(FieldChange... changes) {
        return save(update(changes));
    }

    /** Commits what must be refused, for this reason. */
    CommitReply refuse(CommitReply.Status reason, CommitRequest request) {
        CommitReply reply = store.commit(request);
        assertEquals(reason, reply.status());
        return reply;
    }

    EndReply end() {
        return store.end(id, secret);
    }

    /** Nothing of the session is shown to anybody who knows its secret. */
    void assertOver() {
        LoadReply.Status status = peek().status();
        assertTrue(
                status == LoadReply.Status.EXPIRED || status == LoadReply.Status.UNKNOWN,
                () -> "the session is over, not " + status);
    }
}
