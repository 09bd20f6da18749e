package dev.unpin.token.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.RefreshTokens;
import dev.unpin.token.refresh.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in Redis of refresh tokens, and what becomes of lost answers. */
class StoredRefreshTokenTest {
    private static final boolean FAULTS = "faults".equals(System.getProperty("unpin.load"));
    private static final int THREADS = 32;
    private static final int FAMILIES = FAULTS ? 500 : 20;
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final FaultProxy PROXY = FaultProxy.to(SERVER);

    private final RedisFixture fixture = new RedisFixture(
            List.of(SERVER), backend -> backend.single(PROXY.uri().toString()));
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final List<RefreshEvent> reuse = new ArrayList<>();
    private final RefreshTokens tokens = instance();

    private RefreshTokens instance() {
        return RefreshTokens.builder(RedisRefreshTokenStore.create(fixture.backend()), SealKeys.of("k", new byte[32]))
                .revocation(told::add)
                .listener(event -> {
                    if (event instanceof RefreshEvent.Reused) {
                        synchronized (reuse) {
                            reuse.add(event);
                        }
                    }
                })
                .build();
    }

    @AfterAll
    static void stop() {
        PROXY.close();
        SERVER.close();
    }

    @AfterEach
    void close() {
        PROXY.pass();
        fixture.close();
    }

    @Test
    void noSecretAndNoNameLiesInWhatAKeyIsCalledAndNoSecretInIt() {
        RefreshGrant first = tokens.open("user-42", "web");
        RefreshGrant second = tokens.rotate(first.token());

        String key = fixture.keys().get(0);
        String dump = String.valueOf(SERVER.command("HGETALL", key));

        assertThat(fixture.keys()).hasSize(1);
        assertThat(key).doesNotContain("user-42").endsWith(":refresh");
        for (RefreshGrant grant : List.of(first, second)) {
            String body = grant.token().substring(grant.token().lastIndexOf('.') + 1);
            assertThat(dump).doesNotContain(body);
            String secret = new String(Base64.getUrlDecoder().decode(body), 36, 32, ISO_8859_1);
            assertThat(dump).doesNotContain(secret);
        }
        assertThat(dump).contains("user-42", first.family().id());
    }

    @Test
    void aRotationWhoseAnswerIsLostIsSettledBySendingItAgain() {
        RefreshGrant grant = tokens.open("user-42", "web");
        RefreshGrant warm = tokens.open("user-42", "web");
        tokens.rotate(warm.token());
        PROXY.next(1, Fault.CUT_AFTER_SEND);

        Rotation rotation = tokens.tryRotate(grant.token());

        assertThat(PROXY.count(Fault.CUT_AFTER_SEND)).isPositive();
        assertThat(rotation.status()).isEqualTo(Rotation.Status.ROTATED);
        assertThat(tokens.tryRotate(grant.token()).grant()).isEqualTo(rotation.grant());
        assertThat(tokens.tryRotate(rotation.grant().token()).status()).isEqualTo(Rotation.Status.ROTATED);
    }

    @Test
    void everyOtherCallWhoseAnswerIsLostCountsOnce() {
        tokens.open("user-42", "web");
        PROXY.next(1, Fault.CUT_AFTER_SEND);
        RefreshGrant opened = tokens.open("user-42", "web");
        assertThat(tokens.list("user-42")).hasSize(2);
        fixture.elapse(Duration.ofHours(1));
        tokens.rotate(opened.token());
        fixture.elapse(Duration.ofHours(1));
        PROXY.next(1, Fault.CUT_AFTER_SEND);

        assertThat(tokens.tryRotate(opened.token()).status()).isEqualTo(Rotation.Status.REUSED);

        assertThat(told).containsExactly(opened.family().id());
        PROXY.next(1, Fault.CUT_AFTER_SEND);
        tokens.revokeAll("user-42");
        assertThat(told).hasSize(2);
    }

    @Test
    void whileAllIsSilentNobodyIsSignedOut() {
        RefreshGrant grant = tokens.open("user-42", "web");
        PROXY.always(Fault.CUT_AFTER_SEND);

        StoreException lost = catchThrowableOfType(StoreException.class, () -> tokens.tryRotate(grant.token()));

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(lost.httpStatus()).isEqualTo(503);
        PROXY.pass();
        assertThat(tokens.tryRotate(grant.token()).isGranted()).isTrue();
    }

    @Test
    void manyAtOnceWithCutAnswersGetOneSuccessorAndRaiseNoFalseAlarm() throws Exception {
        List<RefreshTokens> instances = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            instances.add(instance());
        }
        List<String> current = new ArrayList<>();
        for (int i = 0; i < FAMILIES; i++) {
            current.add(tokens.open("user-" + i, "web").token());
        }
        List<String> first = List.copyOf(current);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        PROXY.randomly(20_301, Map.of(Fault.CUT_AFTER_SEND, 0.05, Fault.CUT_BEFORE_SEND, 0.05));
        for (int round = 0; round < 2; round++) {
            List<String> presented = List.copyOf(current);
            List<Callable<List<String>>> calls = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                RefreshTokens instance = instances.get(thread % instances.size());
                calls.add(() -> presented.stream()
                        .map(token -> successor(instance, token))
                        .toList());
            }
            List<List<String>> successors = new ArrayList<>();
            for (Future<List<String>> answers : threads.invokeAll(calls)) {
                successors.add(answers.get());
            }
            assertThat(Set.copyOf(successors)).hasSize(1);
            assertThat(successors.get(0)).doesNotHaveDuplicates().doesNotContainAnyElementsOf(presented);
            current = new ArrayList<>(successors.get(0));
        }
        threads.shutdown();
        assertThat(PROXY.count(Fault.CUT_AFTER_SEND)).isPositive();
        PROXY.pass();
        assertThat(reuse).isEmpty();

        fixture.elapse(Duration.ofMinutes(1));
        for (String token : first) {
            assertThat(tokens.tryRotate(token).status()).isEqualTo(Rotation.Status.REUSED);
        }
        for (String token : current) {
            assertThat(tokens.tryRotate(token).status()).isEqualTo(Rotation.Status.REVOKED);
        }
        assertThat(told).hasSize(FAMILIES);
        assertThat(fixture.keysWithoutTtl()).isEmpty();
    }

    /** As a client does that got no answer: the same token again. */
    private static String successor(RefreshTokens instance, String token) {
        while (true) {
            try {
                return instance.rotate(token).token();
            } catch (StoreException lost) {
                assertThat(lost.effect()).isNotEqualTo(Effect.REFUSED);
            }
        }
    }

    @Test
    void whatALaterReleaseOrAStrangerStoredIsRefusedAndStays() {
        RefreshGrant grant = tokens.open("user-42", "web");
        String key = fixture.keys().get(0);
        String id = grant.family().id();
        for (String stored : List.of("\u0002 later", "", "\u0001 short", "\u0001\u0009" + "x".repeat(200))) {
            SERVER.command("HSET", key, id, stored);
            assertRefused(() -> tokens.tryRotate(grant.token()));
            assertRefused(() -> tokens.revoke(grant.token()));
            assertRefused(() -> tokens.revokeAll("user-42"));
            assertRefused(() -> tokens.list("user-42"));
            assertRefused(() -> tokens.open("user-42", "web"));
            assertThat(SERVER.command("HGET", key, id)).isEqualTo(stored);
        }
        SERVER.command("HDEL", key, id);
        SERVER.command("HSET", key, "~", "not ids");
        assertRefused(() -> tokens.list("user-42"));
        SERVER.command("SET", key, "a string");
        assertRefused(() -> tokens.tryRotate(grant.token()));
        assertRefused(() -> tokens.list("user-42"));
        assertRefused(() -> tokens.revokeFamily("user-42", id));
        assertRefused(() -> tokens.open("user-42", "web"));
        SERVER.command("DEL", key);
    }

    private static void assertRefused(ThrowingCallable call) {
        StoreException refusal = catchThrowableOfType(StoreException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.effect()).isEqualTo(Effect.REFUSED);
    }
}
