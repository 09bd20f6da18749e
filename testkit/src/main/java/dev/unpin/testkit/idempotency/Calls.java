package dev.unpin.testkit.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/** Calls of a port as core makes them, on one record. */
final class Calls {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofHours(24);
    static final Duration PAST_THE_LEASE = LEASE.plusSeconds(1);
    static final Duration PAST_THE_RETENTION = RETENTION.plusSeconds(1);
    static final String PAYLOAD = "sha256-raw-1:" + "A".repeat(43);
    static final String OTHER_PAYLOAD = "sha256-raw-1:" + "B".repeat(43);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final IdempotencyStore store;
    private final String record;

    Calls(IdempotencyStore store) {
        this(store, random(32));
    }

    Calls(IdempotencyStore store, String record) {
        this.store = store;
        this.record = record;
    }

    static String owner() {
        return random(16);
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String record() {
        return record;
    }

    BeginRequest request(String payload, BeginRequest.Intent intent) {
        return new BeginRequest(record, payload, owner(), intent, LEASE, RETENTION);
    }

    BeginReply begin() {
        return begin(PAYLOAD);
    }

    BeginReply begin(String payload) {
        return begin(request(payload, BeginRequest.Intent.RUN));
    }

    BeginReply begin(BeginRequest request) {
        return store.begin(request);
    }

    BeginReply beginUnlessLapsed() {
        return begin(request(PAYLOAD, BeginRequest.Intent.RUN_UNLESS_LAPSED));
    }

    BeginReply resolve() {
        return begin(request("", BeginRequest.Intent.RESOLVE));
    }

    Claim claim() {
        BeginReply reply = begin();
        assertEquals(BeginReply.Status.RUN, reply.status());
        return reply.claim();
    }

    Claim takeOver() {
        BeginReply reply = begin();
        assertEquals(BeginReply.Status.TAKEOVER, reply.status());
        return reply.claim();
    }

    ClaimReply complete(Claim claim, String result) {
        return store.complete(claim, result.getBytes(UTF_8), RETENTION);
    }

    ClaimReply checkpoint(Claim claim, String name, int number, String value) {
        return store.checkpoint(claim, new Checkpoint(name, number, value.getBytes(UTF_8)), RETENTION);
    }

    ClaimReply renew(Claim claim) {
        return store.renew(claim, LEASE, RETENTION);
    }

    void assertReplays(String result) {
        BeginReply reply = begin();
        assertEquals(BeginReply.Status.REPLAY, reply.status());
        assertEquals(result, text(reply.result()));
    }

    static void assertOk(ClaimReply reply) {
        assertEquals(ClaimReply.Status.OK, reply.status());
    }

    static void assertLost(ClaimReply reply) {
        assertEquals(ClaimReply.Status.LOST, reply.status());
    }

    static void assertLostTo(String result, ClaimReply reply) {
        assertLost(reply);
        assertEquals(result, text(reply.result().orElseThrow()));
    }

    /** What earlier attempts left under a name. */
    static String left(BeginReply reply, String name) {
        return text(Objects.requireNonNull(reply.checkpoints().get(name), name));
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
