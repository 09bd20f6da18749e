package dev.unpin.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.StoreException;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotencyException;
import dev.unpin.idempotency.IdempotencyRefusal;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers are lost, or the server is gone, at each step of a run. */
class LostAnswerTest {
    private static final Fingerprint PAYLOAD = Fingerprint.of("payload");

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private final FaultProxy proxy = FaultProxy.to(server);
    private final RedisBackend redis = RedisBackend.builder("lost-answers")
            .single(proxy.uri().toString())
            .deadline(Duration.ofSeconds(3))
            .build();
    private final IdempotentOperation<String> operation = Idempotency.create(RedisIdempotencyStore.create(redis))
            .operation("pay", Text.CODEC, AfterCrash.REFUSE, o -> o.lease(Duration.ofMinutes(1)));
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.close();
    }

    private String pay(String key) {
        return operation.run("user", key, PAYLOAD, run -> "receipt " + runs.incrementAndGet());
    }

    @Test
    void aBeginWhoseAnswerWasLostIsSentAgainAndRunsOnce() {
        pay("warm");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        assertThat(pay("key")).isEqualTo("receipt 2");
        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isOne();
        assertThat(pay("key")).isEqualTo("receipt 2");
    }

    @Test
    void aResultWhoseAnswerWasLostIsSentAgainAndRecordedOnce() {
        pay("warm");
        String receipt = operation.run("user", "key", PAYLOAD, run -> {
            proxy.next(1, Fault.HALF_ANSWER_THEN_CUT);
            return "receipt";
        });
        assertThat(receipt).isEqualTo("receipt");
        assertThat(proxy.count(Fault.HALF_ANSWER_THEN_CUT)).isOne();
        assertThat(pay("key")).isEqualTo("receipt");
    }

    @Test
    void anActionDoesNotRunWhileTheStoreIsDown() {
        proxy.refuse();
        assertThat(Assertions.catchThrowableOfType(StoreException.class, () -> pay("key"))
                        .httpStatus())
                .isEqualTo(503);
        assertThat(runs).hasValue(0);
        proxy.pass();
        assertThat(pay("key")).isEqualTo("receipt 1");
    }

    @Test
    void aResultThatCouldNotBeRecordedIsToldToNobody() {
        pay("warm");
        IdempotencyException unknown = Assertions.catchThrowableOfType(
                IdempotencyException.class,
                () -> operation.run("user", "key", PAYLOAD, run -> {
                    proxy.refuse();
                    proxy.cutConnections();
                    return "receipt";
                }));
        assertThat(unknown.reason()).isEqualTo(IdempotencyRefusal.OUTCOME_UNKNOWN);
        assertThat(unknown.retryAfter()).contains(Duration.ofMinutes(1));
        proxy.pass();
        assertThat(Assertions.catchThrowableOfType(IdempotencyException.class, () -> pay("key"))
                        .reason())
                .isEqualTo(IdempotencyRefusal.RUNNING);
    }

    @Test
    void scriptsThatTheServerHasForgottenAreSentAgain() {
        pay("warm");
        server.flushScripts();
        String receipt = operation.run("user", "key", PAYLOAD, run -> {
            server.flushScripts();
            return "receipt";
        });
        assertThat(receipt).isEqualTo("receipt");
        server.flushScripts();
        assertThat(pay("key")).isEqualTo("receipt");
    }

    @Test
    void aRunWhoseRecordWasLostWithTheServersMemoryRecordsItsResultAllTheSame() {
        String receipt = operation.run("user", "key", PAYLOAD, run -> {
            server.restart();
            return "receipt";
        });
        assertThat(receipt).isEqualTo("receipt");
        assertThat(pay("key")).isEqualTo("receipt");
        assertThat(runs).hasValue(0);
    }
}
