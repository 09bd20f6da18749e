package dev.unpin.examples.lab.service;

import dev.unpin.blob.Blobs;
import dev.unpin.blob.FolderBlobStore;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.codec.jackson.JacksonCodecs;
import dev.unpin.concurrency.MemoryRecordStore;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.redis.RedisRecordStore;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.http.SessionCookie;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.Run;
import dev.unpin.idempotency.redis.RedisIdempotencyStore;
import dev.unpin.idempotency.spi.IdempotencyStore;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * All that the service has to remember. The only difference between a stateless and a stateful instance is where that
 * lies.
 *
 * @param sessions carts and who has signed in
 * @param files what users have uploaded
 * @param prices the price list
 * @param payments who has paid for what
 * @param issuer makes tokens
 * @param verifier believes tokens
 * @param ring the keys of both
 * @param closedLast what to close when the instance ends
 */
record State(
        Sessions sessions,
        Blobs files,
        Records<Long> prices,
        Payments payments,
        TokenIssuer issuer,
        TokenVerifier verifier,
        RotatingKeyRing ring,
        List<AutoCloseable> closedLast) {
    private static final String ISSUER = "https://lab.example";
    /** So long a new key is known before it signs; and so long an instance can do without the store for its keys. */
    private static final Duration KEY_LEAD = Duration.ofSeconds(8);

    private static final String AUDIENCE = "lab";

    /** State that all instances share. */
    static State shared(String redisUri, Path folder, URI ledger, byte[] sealKey, StoreClock clock) {
        RedisBackend redis = RedisBackend.connect(redisUri, "lab");
        return of(
                RedisSessionStore.create(redis),
                FolderBlobStore.create(folder),
                RedisRecordStore.create(redis),
                payments(RedisIdempotencyStore.create(redis), clock, run -> run.keyFor("ledger"), ledger),
                RedisKeyRingStore.create(redis, "tokens"),
                sealKey,
                clock,
                List.of(redis));
    }

    /**
     * State that is gone with the instance, and that no other one sees: the same library over local stores. It holds
     * its own memory of payments to be enough, and so does not tell the ledger which charge is a repetition.
     */
    static State local(Path folder, URI ledger, byte[] sealKey, StoreClock clock) {
        return of(
                MemorySessionStore.create(),
                FolderBlobStore.create(folder),
                MemoryRecordStore.create(),
                payments(
                        MemoryIdempotencyStore.create(),
                        clock,
                        run -> UUID.randomUUID().toString(),
                        ledger),
                MemoryKeyRingStore.create(),
                sealKey,
                clock,
                List.of());
    }

    private static State of(
            SessionStore sessionStore,
            BlobStore blobStore,
            RecordStore recordStore,
            Payments payments,
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
                Records.builder(clock.measure(RecordStore.class, recordStore), "prices", Long.class)
                        .codecs(JacksonCodecs.create())
                        .build(),
                payments,
                JwtIssuer.builder(ring).issuer(ISSUER).audience(AUDIENCE).build(),
                JwtVerifier.builder(ring).issuer(ISSUER).audience(AUDIENCE).build(),
                ring,
                stores.isEmpty() ? List.of(ring) : List.of(ring, stores.get(0)));
    }

    private static Payments payments(
            IdempotencyStore store, StoreClock clock, Function<Run, String> chargeKey, URI ledger) {
        return new Payments(Idempotency.create(clock.measure(IdempotencyStore.class, store)), chargeKey, ledger);
    }
}
