package dev.unpin.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.token.spi.RevokedId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By which ids a token can be revoked. Immutable. A digest rather than a quick hash, since users choose some of these
 * names: nobody must be able to sign another out by revoking what collides with him.
 *
 * @param token this token
 * @param session its session, if it has one
 * @param subject its subject
 * @param key the key that signed it, if it is known
 */
record RevokedIds(
        RevokedId token,
        @Nullable RevokedId session,
        RevokedId subject,
        @Nullable RevokedId key) {
    /** Everything of everybody; there is one. */
    static final RevokedId EVERYTHING = cutoff(digest('*', "", ""));

    static RevokedIds of(AccessToken token) {
        String issuer = token.issuer();
        return new RevokedIds(
                token(issuer, token.id()),
                token.sessionId().map(id -> session(issuer, id)).orElse(null),
                subject(issuer, token.subject()),
                token.keyId().map(id -> key(issuer, id)).orElse(null));
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

    List<RevokedId> all() {
        List<RevokedId> all = new ArrayList<>(List.of(token, subject, EVERYTHING));
        if (session != null) {
            all.add(session);
        }
        if (key != null) {
            all.add(key);
        }
        return all;
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
