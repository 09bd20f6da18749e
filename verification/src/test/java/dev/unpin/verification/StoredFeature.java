package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.unpin.Condition;
import dev.unpin.concurrency.redis.RedisLockStore;
import dev.unpin.concurrency.redis.RedisRecordStore;
import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.idempotency.redis.RedisIdempotencyStore;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.redis.RedisBackend;
import dev.unpin.seal.SealKeys;
import dev.unpin.session.Session;
import dev.unpin.session.SessionEncryption;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import dev.unpin.session.redis.RedisExpiryStore;
import dev.unpin.session.redis.RedisOwnerStore;
import dev.unpin.session.redis.RedisSessionStore;
import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.token.redis.RedisBlocklistStore;
import dev.unpin.token.redis.RedisKeyRingStore;
import dev.unpin.token.redis.RedisRefreshTokenStore;
import dev.unpin.token.refresh.RefreshTokens;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What stores something, with a sample of it: how it is written, and what has to be read of it later. */
enum StoredFeature {
    SESSIONS {
        @Override
        String write(RedisBackend redis) {
            return newSession(sessions(redis));
        }

        @Override
        void read(RedisBackend redis, String note) {
            Sessions sessions = sessions(redis);
            String other = newSession(sessions);
            for (String cookie : List.of(note, other)) {
                try (Session session = sessions.open(cookie)) {
                    assertThat(session.get(TEXT)).isEqualTo("second");
                    session.set(TEXT, "third");
                    session.commit();
                }
                try (Session session = sessions.open(cookie)) {
                    assertThat(session.get(TEXT)).isEqualTo("third");
                }
            }
        }
    },
    ENCRYPTED_SESSIONS {
        @Override
        String write(RedisBackend redis) {
            return newSession(encrypted(redis));
        }

        @Override
        void read(RedisBackend redis, String note) {
            try (Session session = encrypted(redis).open(note)) {
                assertThat(session.get(TEXT)).isEqualTo("second");
            }
        }

        private Sessions encrypted(RedisBackend redis) {
            return Sessions.builder(RedisSessionStore.create(redis))
                    .encryption(SessionEncryption.create("shop", keys()))
                    .build();
        }
    },
    IDEMPOTENCY {
        @Override
        String write(RedisBackend redis) {
            RedisIdempotencyStore store = RedisIdempotencyStore.create(redis);
            store.complete(begin(store, "done", "owner").claim(), new byte[] {1, 2, 3}, RETENTION);
            return Long.toString(begin(store, "running", "owner").claim().fence());
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisIdempotencyStore store = RedisIdempotencyStore.create(redis);
            assertThat(begin(store, "done", "other").result()).containsExactly(1, 2, 3);
            // the lease has ended since
            assertThat(begin(store, "running", "other").claim().fence()).isGreaterThan(Long.parseLong(note));
        }

        private BeginReply begin(RedisIdempotencyStore store, String id, String owner) {
            return store.begin(
                    new BeginRequest(id, "payload", owner, BeginRequest.Intent.RUN, Duration.ofSeconds(10), RETENTION));
        }
    },
    OWNERS {
        @Override
        String write(RedisBackend redis) {
            RedisOwnerStore owners = RedisOwnerStore.create(redis);
            owners.add("user-42", "session-1", "a phone", Duration.ofHours(12));
            owners.add("user-42", "session-2", "", Duration.ofHours(12));
            owners.mark("user-42", List.of("session-2"));
            return "";
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisOwnerStore owners = RedisOwnerStore.create(redis);
            owners.add("user-42", "session-3", "a desk", Duration.ofHours(12));
            assertThat(owners.list("user-42").live())
                    .extracting(OwnerEntry::sessionId, OwnerEntry::label)
                    .containsExactlyInAnyOrder(tuple("session-1", "a phone"), tuple("session-3", "a desk"));
            assertThat(owners.list("user-42").marked()).containsExactly("session-2");
        }
    },
    EXPIRIES {
        @Override
        String write(RedisBackend redis) {
            RedisExpiryStore.create(redis).schedule("session-1", Duration.ofMillis(1));
            return "";
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisExpiryStore expiries = RedisExpiryStore.create(redis);
            List<String> due = new ArrayList<>();
            for (int partition = 0; partition < expiries.partitions(); partition++) {
                due.addAll(expiries.claim(partition, 10, Duration.ofMinutes(1)));
            }
            assertThat(due).containsExactly("session-1");
        }
    },
    KEY_RING {
        @Override
        String write(RedisBackend redis) {
            RedisKeyRingStore ring = RedisKeyRingStore.create(redis, "access");
            ring.replace(0, new byte[] {1, 2, 3});
            ring.replace(1, new byte[] {4, 5, 6});
            return "";
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisKeyRingStore ring = RedisKeyRingStore.create(redis, "access");
            assertThat(ring.load().content()).containsExactly(4, 5, 6);
            assertThat(ring.replace(2, new byte[] {7}).version()).isEqualTo(3);
        }
    },
    REFRESH_TOKENS {
        @Override
        String write(RedisBackend redis) {
            RefreshTokens tokens = tokens(redis);
            return tokens.rotate(tokens.open("user-42", "app").token()).token();
        }

        @Override
        void read(RedisBackend redis, String note) {
            RefreshTokens tokens = tokens(redis);
            tokens.open("user-42", "app");
            assertThat(tokens.list("user-42")).hasSize(2);
            assertThat(tokens.rotate(note).token()).isNotEqualTo(note);
        }

        private RefreshTokens tokens(RedisBackend redis) {
            return RefreshTokens.builder(RedisRefreshTokenStore.create(redis), keys())
                    .revocation(family -> {})
                    .build();
        }
    },
    RECORDS {
        @Override
        String write(RedisBackend redis) {
            RedisRecordStore records = RedisRecordStore.create(redis);
            records.write(put("stored", 1));
            records.write(put("removed", 2));
            long removed = records.write(RecordWrite.of(
                            "things", "removed", 3, Condition.any(), null, Duration.ZERO, Duration.ofHours(24)))
                    .version();
            return Long.toString(removed);
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisRecordStore records = RedisRecordStore.create(redis);
            assertThat(records.find("things", "stored").orElseThrow().value()).containsExactly(1, 2, 3);
            assertThat(records.find("things", "removed")).isEmpty();
            assertThat(records.write(put("removed", 4)).version()).isGreaterThan(Long.parseLong(note));
        }

        private RecordWrite put(String key, long writeId) {
            return RecordWrite.of(
                    "things", key, writeId, Condition.any(), new byte[] {1, 2, 3}, Duration.ZERO, Duration.ofHours(24));
        }
    },
    LOCKS {
        @Override
        String write(RedisBackend redis) {
            RedisLockStore locks = RedisLockStore.create(redis);
            LockRequest released = request("released", 1);
            long fence = locks.acquire(released).fence();
            locks.release("released", released.owner());
            locks.acquire(request("held", 1));
            return Long.toString(fence);
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisLockStore locks = RedisLockStore.create(redis);
            assertThat(locks.acquire(request("released", 2)).fence()).isGreaterThan(Long.parseLong(note));
            assertThat(locks.acquire(request("held", 2)).status()).isEqualTo(LockReply.Status.BUSY);
            assertThat(locks.renew(request("held", 1)).status()).isEqualTo(LockReply.Status.TAKEN);
        }

        private LockRequest request(String name, int owner) {
            return new LockRequest(name, LockOwner.create(new Random(owner)), Duration.ofHours(1), Durability.none());
        }
    },
    BLOCKLIST {
        @Override
        String write(RedisBackend redis) {
            RedisBlocklistStore blocklist = RedisBlocklistStore.create(redis);
            blocklist.revoke(new RevocationRequest(TOKEN, Duration.ofHours(1), null));
            blocklist.revoke(new RevocationRequest(SUBJECT, Duration.ofHours(1), null));
            return "";
        }

        @Override
        void read(RedisBackend redis, String note) {
            RedisBlocklistStore blocklist = RedisBlocklistStore.create(redis);
            RevokedId later = new RevokedId(3, 2);
            blocklist.revoke(new RevocationRequest(later, Duration.ofHours(1), null));
            assertThat(blocklist.find(List.of(TOKEN, SUBJECT, later)).found())
                    .extracting(Revocation::id)
                    .containsExactlyInAnyOrder(TOKEN, SUBJECT, later);
            assertThat(blocklist
                            .read(new FeedRequest(FeedPosition.START, Duration.ofHours(1), Duration.ofMinutes(1), 10))
                            .revocations())
                    .hasSize(3);
        }
    };

    /** A token, and everything of a subject before a time: ids of the latter kind are odd. */
    private static final RevokedId TOKEN = new RevokedId(1, 2);

    private static final RevokedId SUBJECT = new RevokedId(2, 3);

    private static final Duration RETENTION = Duration.ofHours(1);
    private static final SessionKey<String> TEXT = SessionKey.of("text", new Text());

    /** Stores the sample; returns what whoever reads it has to know, such as a cookie. */
    abstract String write(RedisBackend redis);

    /**
     * Reads a sample that another release may have stored, and works on with it and with what this one stores beside.
     */
    abstract void read(RedisBackend redis, String note);

    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }

    private static SealKeys keys() {
        return SealKeys.of("k", new byte[32]);
    }

    private static Sessions sessions(RedisBackend redis) {
        return Sessions.builder(RedisSessionStore.create(redis)).build();
    }

    private static String newSession(Sessions sessions) {
        String cookie;
        try (Session session = sessions.open(null)) {
            session.set(TEXT, "first");
            cookie = cookie(session);
        }
        try (Session session = sessions.open(cookie)) {
            session.signIn("user-42");
            session.set(TEXT, "second");
            return cookie(session);
        }
    }

    private static String cookie(Session session) {
        String setCookie = session.commit().orElseThrow();
        return setCookie.substring(0, setCookie.indexOf(';'));
    }
}
