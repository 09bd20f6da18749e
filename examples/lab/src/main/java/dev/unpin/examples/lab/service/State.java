package dev.unpin.examples.lab.service;

import dev.unpin.blob.Blobs;
import dev.unpin.blob.FolderBlobStore;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.codec.jackson.JacksonCodecs;
import dev.unpin.http.SessionCookie;
import dev.unpin.redis.RedisBackend;
import dev.unpin.seal.SealKeys;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Sessions;
import dev.unpin.session.redis.RedisSessionStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.token.MemoryKeyRingStore;
import dev.unpin.token.TokenIssuer;
import dev.unpin.token.TokenVerifier;
import dev.unpin.token.jwt.JwtIssuer;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.RotatingKeyRing;
import dev.unpin.token.redis.RedisKeyRingStore;
import dev.unpin.token.spi.KeyRingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All that the service has to remember. The only difference between a stateless and a stateful instance is where that
 * lies.
 *
 * @param sessions carts and who has signed in
 * @param files what users have uploaded, and the price list
 * @param issuer makes tokens
 * @param verifier believes tokens
 * @param ring the keys of both
 * @param closedLast what to close when the instance ends
 */
record State(
        Sessions sessions,
        Blobs files,
        TokenIssuer issuer,
        TokenVerifier verifier,
        RotatingKeyRing ring,
        List<AutoCloseable> closedLast) {
    private static final String ISSUER = "https://lab.example";
    /** So long a new key is known before it signs; and so long an instance can do without the store for its keys. */
    private static final Duration KEY_LEAD = Duration.ofSeconds(8);

    private static final String AUDIENCE = "lab";

    /** State that all instances share. */
    static State shared(String redisUri, Path folder, byte[] sealKey, StoreClock clock) {
        RedisBackend redis = RedisBackend.connect(redisUri, "lab");
        return of(
                RedisSessionStore.create(redis),
                FolderBlobStore.create(folder),
                RedisKeyRingStore.create(redis, "tokens"),
                sealKey,
                clock,
                List.of(redis));
    }

    /** State that is gone with the instance, and that no other one sees: the same library over local stores. */
    static State local(Path folder, byte[] sealKey, StoreClock clock) {
        return of(
                MemorySessionStore.create(),
                FolderBlobStore.create(folder),
                MemoryKeyRingStore.create(),
                sealKey,
                clock,
                List.of());
    }

    private static State of(
            SessionStore sessionStore,
            BlobStore blobStore,
            KeyRingStore ringStore,
            byte[] sealKey,
            StoreClock clock,
            List<AutoCloseable> stores) {
        Sessions sessions = Sessions.builder(clock.measure(SessionStore.class, sessionStore))
                .codecs(JacksonCodecs.create())
                .cookie(SessionCookie.insecureForPlainHttpDevelopment("session"))
                .build();
        RotatingKeyRing ring = RotatingKeyRing.builder(ringStore, SealKeys.of("lab", sealKey))
                .publishLead(KEY_LEAD)
                .build();
        return new State(
                sessions,
                Blobs.create(clock.measure(BlobStore.class, blobStore)),
                JwtIssuer.builder(ring).issuer(ISSUER).audience(AUDIENCE).build(),
                JwtVerifier.builder(ring).issuer(ISSUER).audience(AUDIENCE).build(),
                ring,
                stores.isEmpty() ? List.of(ring) : List.of(ring, stores.get(0)));
    }
}
