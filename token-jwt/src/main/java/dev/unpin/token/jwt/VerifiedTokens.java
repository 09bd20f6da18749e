package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.unpin.token.AccessToken;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one verifier whose signature and claims were good when they were first seen, by the SHA-256 of their whole
 * text. It only saves the signature: who asks it still has to check the key, the time and the blocklist. Thread-safe.
 */
final class VerifiedTokens {
    private final Cache<Digest, Verified> cache;

    VerifiedTokens(int maxEntries) {
        // No thread of its own: what there is to do is done by who comes along.
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run)
                .build();
    }

    /** A token, and the key that it was verified with. */
    record Verified(AccessToken token, VerificationKey key) {}

    @Nullable
    Verified find(Digest digest) {
        return cache.getIfPresent(digest);
    }

    void add(Digest digest, Verified verified) {
        cache.put(digest, verified);
    }

    void remove(Digest digest) {
        cache.invalidate(digest);
    }

    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    /** All 256 bits, so that no two tokens share an entry. */
    record Digest(long a, long b, long c, long d) {
        /** Other characters than those of a token become question marks; such a text is never added. */
        static Digest of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(sha256(token.getBytes(ISO_8859_1)));
            return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }

        @Override
        public int hashCode() {
            return (int) a;
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
