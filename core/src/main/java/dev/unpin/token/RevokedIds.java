package dev.unpin.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.token.spi.RevokedId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * By which ids a token can be revoked. Immutable. A digest rather than a quick hash, since users choose some of these
 * names: nobody must be able to sign another out by revoking what collides with him.
 *
 * <p>Numbers in one object, since every request looks them up, and objects lie apart in memory.
 */
final class RevokedIds {
    /** Everything of everybody; there is one. */
    static final RevokedId EVERYTHING = cutoff(digest('*', "", ""));

    /** Stands for the session or key of a token that has none; nothing that is revoked has this id. */
    private static final RevokedId NONE = new RevokedId(0, 0);

    private final long issuedAt;
    private final long tokenHigh;
    private final long tokenLow;
    private final long subjectHigh;
    private final long subjectLow;
    private final long sessionHigh;
    private final long sessionLow;
    private final long keyHigh;
    private final long keyLow;

    private RevokedIds(long issuedAt, RevokedId token, RevokedId subject, RevokedId session, RevokedId key) {
        this.issuedAt = issuedAt;
        this.tokenHigh = token.high();
        this.tokenLow = token.low();
        this.subjectHigh = subject.high();
        this.subjectLow = subject.low();
        this.sessionHigh = session.high();
        this.sessionLow = session.low();
        this.keyHigh = key.high();
        this.keyLow = key.low();
    }

    static RevokedIds of(AccessToken token) {
        String issuer = token.issuer();
        return new RevokedIds(
                token.issuedAt().toEpochMilli(),
                token(issuer, token.id()),
                subject(issuer, token.subject()),
                token.sessionId().map(id -> session(issuer, id)).orElse(NONE),
                token.keyId().map(id -> key(issuer, id)).orElse(NONE));
    }

    RevokedId token() {
        return new RevokedId(tokenHigh, tokenLow);
    }

    List<RevokedId> all() {
        List<RevokedId> all = new ArrayList<>(List.of(token(), new RevokedId(subjectHigh, subjectLow), EVERYTHING));
        for (RevokedId id : List.of(new RevokedId(sessionHigh, sessionLow), new RevokedId(keyHigh, keyLow))) {
            if (!id.equals(NONE)) {
                all.add(id);
            }
        }
        return all;
    }

    /** Whether one of them is in a table. Every cutoff is asked by itself, so the latest of them wins. */
    boolean isRevokedBy(RevocationTable known) {
        return known.has(tokenHigh, tokenLow)
                || known.has(sessionHigh, sessionLow)
                || known.has(keyHigh, keyLow)
                || issuedAt <= known.find(subjectHigh, subjectLow)
                || issuedAt <= known.find(EVERYTHING.high(), EVERYTHING.low());
    }

    static RevokedId token(String issuer, String id) {
        return forGood(digest('t', issuer, id));
    }

    static RevokedId session(String issuer, String id) {
        return forGood(digest('s', issuer, id));
    }

    static RevokedId key(String issuer, String id) {
        return forGood(digest('k', issuer, id));
    }

    static RevokedId subject(String issuer, String subject) {
        return cutoff(digest('u', issuer, subject));
    }

    private static RevokedId cutoff(ByteBuffer digest) {
        return new RevokedId(digest.getLong(), digest.getLong() | 1);
    }

    private static RevokedId forGood(ByteBuffer digest) {
        return new RevokedId(digest.getLong(), digest.getLong() & ~1L);
    }

    private static ByteBuffer digest(char kind, String issuer, String name) {
        byte[] first = issuer.getBytes(UTF_8);
        byte[] second = name.getBytes(UTF_8);
        ByteBuffer text = ByteBuffer.allocate(1 + Integer.BYTES + first.length + second.length)
                .put((byte) kind)
                .putInt(first.length)
                .put(first)
                .put(second);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
