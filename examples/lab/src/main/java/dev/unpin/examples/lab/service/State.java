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
import dev.unpin.token.MemoryBlocklistStore;
import dev.unpin.token.MemoryKeyRingStore;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.TokenIssuer;
import dev.unpin.token.TokenVerifier;
import dev.unpin.token.WhenStale;
import dev.unpin.token.jwt.JwtIssuer;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.RotatingKeyRing;
import dev.unpin.token.redis.RedisBlocklistStore;
import dev.unpin.token.redis.RedisKeyRingStore;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.KeyRingStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

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
 * @param blocklist the tokens that are not believed any more
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
        TokenBlocklist blocklist,
        List<AutoCloseable> closedLast) {
    static final String ISSUER = "https://lab.example";
    /** Longer than a service would wait: a machine that is busy with something else is not taken for an outage. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String AUDIENCE = "lab";

    /** State that all instances share. */
    static State shared(String redisUri, Path folder, URI ledger, byte[] sealKey, StoreClock clock) {
        RedisBackend redis = RedisBackend.builder("lab")
                .single(redisUri)
                .deadline(PATIENCE)
                .connectTimeout(PATIENCE)
                .build();
        return of(
                RedisSessionStore.create(redis),
                FolderBlobStore.create(folder),
                RedisRecordStore.create(redis),
                payments(RedisIdempotencyStore.create(redis), clock, run -> run.keyFor("ledger"), ledger),
                RedisKeyRingStore.create(redis, "tokens"),
                RedisBlocklistStore.create(redis),
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
                MemoryBlocklistStore.create(),
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
            BlocklistStore blocklistStore,
            byte[] sealKey,
            StoreClock clock,
            List<AutoCloseable> stores) {
        Sessions sessions = Sessions.builder(clock.measure(SessionStore.class, sessionStore))
                .codecs(JacksonCodecs.create())
                .cookie(SessionCookie.insecureForPlainHttpDevelopment("session"))
                .build();
        RotatingKeyRing ring = RotatingKeyRing.builder(ringStore, SealKeys.of("lab", sealKey))
                .publishLead(ServiceMain.KEY_LEAD)
                .build();
        // Past the bound it asks the store: an instance that got no time to read refuses nobody for that.
        TokenBlocklist blocklist = TokenBlocklist.builder(blocklistStore, WhenStale.ASK_STORE)
                .maxStaleness(ServiceMain.REVOCATION_BOUND)
                .build();
        return new State(
                sessions,
                Blobs.create(clock.measure(BlobStore.class, blobStore)),
                Records.builder(clock.measure(RecordStore.class, recordStore), "prices", Long.class)
                        .codecs(JacksonCodecs.create())
                        .build(),
                payments,
                JwtIssuer.builder(ring)
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .clock(blocklist.storeClock())
                        .build(),
                JwtVerifier.builder(ring)
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .blocklist(blocklist)
                        .build(),
                ring,
                blocklist,
                Stream.concat(Stream.of(ring, blocklist), stores.stream()).toList());
    }

    private static Payments payments(
            IdempotencyStore store, StoreClock clock, Function<Run, String> chargeKey, URI ledger) {
        return new Payments(Idempotency.create(clock.measure(IdempotencyStore.class, store)), chargeKey, ledger);
    }
}
