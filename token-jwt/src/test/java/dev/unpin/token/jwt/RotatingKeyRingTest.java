package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.StoreException;
import dev.unpin.UnpinException;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.IssuedToken;
import dev.unpin.token.MemoryKeyRingStore;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class RotatingKeyRingTest {
    private static final SealKeys SEAL = SealKeys.of("s1", VerifiedTokens.sha256("seal".getBytes(UTF_8)));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock(Forge.NOW);
    private final SwitchableStore store = new SwitchableStore(MemoryKeyRingStore.create(clock));
    private final List<RotatingKeyRing> rings = new ArrayList<>();

    @AfterEach
    void close() {
        rings.forEach(RotatingKeyRing::close);
    }

    @Test
    void theFirstInstanceMakesTheFirstKeyAndTheOthersUseIt() {
        RotatingKeyRing one = ring();
        SigningKey first = one.signingKey();

        assertThat(ring().signingKey().verificationKey()).isEqualTo(first.verificationKey());
        assertThat(one.keys()).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo(KeyState.SIGNING);
            assertThat(key.id()).isEqualTo(first.id());
        });
        assertThat(Jwks.of(one.jwkSet()).find(first.id())).contains(first.verificationKey());
    }

    @Test
    void aKeyIsAnnouncedSignsRetiresAndIsRemoved() {
        RotatingKeyRing ring = ring();
        String first = ring.signingKey().id();

        clock.advance(DAY.minus(HOUR));
        ring.refresh();
        assertThat(states(ring)).containsExactly(KeyState.SIGNING, KeyState.ANNOUNCED);
        String second = ring.keys().get(1).id();
        assertThat(Jwks.of(ring.jwkSet()).find(second)).isPresent();
        assertThat(ring.signingKey().id()).isEqualTo(first);

        clock.advance(HOUR.minusMillis(1));
        assertThat(ring.signingKey().id()).isEqualTo(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(ring.signingKey().id()).isEqualTo(second);
        assertThat(states(ring)).containsExactly(KeyState.RETIRING, KeyState.SIGNING);

        // The last token of the first key lives an hour, and may be accepted a minute longer.
        clock.advance(Duration.ofMinutes(61).minusMillis(1));
        assertThat(ring.find(first)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(ring.find(first)).isEmpty();
        assertThat(Jwks.of(ring.jwkSet()).find(first)).isEmpty();
        assertThat(states(ring)).containsExactly(KeyState.SIGNING);
    }

    @Test
    void howeverManyInstancesFindARotationDueThereIsExactlyOneNewKey() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<RotatingKeyRing> both = List.of(ring(), ring());
            both.forEach(RotatingKeyRing::refresh);
            for (int round = 1; round <= 5; round++) {
                clock.advance(round == 1 ? DAY.minus(HOUR) : DAY);
                long before = store.load().version();
                // Both have read the ring, and found it due, before either writes.
                store.meetAfterLoading(2);
                CountDownLatch go = new CountDownLatch(1);
                List<Future<?>> work = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    RotatingKeyRing ring = both.get(i % 2);
                    work.add(threads.submit(() -> {
                        go.await();
                        ring.refresh();
                        return null;
                    }));
                }
                go.countDown();
                for (Future<?> each : work) {
                    each.get();
                }

                assertThat(store.load().version()).isEqualTo(before + 1);
                assertThat(both.get(0).keys()).isEqualTo(both.get(1).keys());
                assertThat(states(both.get(0))).endsWith(KeyState.SIGNING, KeyState.ANNOUNCED);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void noGoodTokenIsRefusedWhileKeysRotate() {
        RotatingKeyRing issuing = ring();
        RotatingKeyRing verifying = ring();
        JwtIssuer issuer = JwtIssuer.builder(issuing)
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .lifetime(HOUR)
                .clock(clock)
                .build();
        JwtVerifier here = verifier(verifying);
        VerificationKeys[] fetched = {Jwks.of(issuing.jwkSet())};
        JwtVerifier elsewhere = verifier(id -> fetched[0].find(id));
        Deque<IssuedToken> alive = new ArrayDeque<>();
        List<String> signers = new ArrayList<>();

        for (int step = 0; step < 10 * 24 * 2; step++) {
            if (step % 2 == 0) {
                issuing.refresh();
                fetched[0] = Jwks.of(verifying.jwkSet());
            } else {
                verifying.refresh();
            }
            alive.add(issuer.issue(TokenRequest.of("user-42", "web")));
            String signer = issuing.signingKey().id();
            if (signers.isEmpty() || !signers.get(signers.size() - 1).equals(signer)) {
                signers.add(signer);
            }
            while (!alive.getFirst().expiresAt().isAfter(clock.instant())) {
                alive.removeFirst();
            }
            for (IssuedToken token : alive) {
                assertThat(here.verify(token.text()).id()).isEqualTo(token.id());
                assertThat(elsewhere.verify(token.text()).id()).isEqualTo(token.id());
            }
            clock.advance(Duration.ofMinutes(29));
        }

        assertThat(signers).doesNotHaveDuplicates().hasSizeBetween(9, 11);
    }

    @Test
    void aRemovedKeyIsWorthlessAtOnceAndTheNextOneSigns() {
        RotatingKeyRing here = ring();
        RotatingKeyRing there = ring();
        String bad = here.signingKey().id();
        assertThat(there.find(bad)).isPresent();

        here.remove(bad);

        assertThat(here.find(bad)).isEmpty();
        String next = here.signingKey().id();
        assertThat(next).isNotEqualTo(bad);
        clock.advance(Duration.ofSeconds(1));
        assertThat(there.find(next)).as("asked for because it is unknown").isPresent();
        assertThat(there.find(bad)).isEmpty();
        assertThat(there.signingKey().id()).isEqualTo(next);
        long version = store.load().version();
        here.remove(bad);
        assertThat(store.load().version()).isEqualTo(version);
    }

    @Test
    void anAnnouncedKeyTakesOverFromARemovedOne() {
        RotatingKeyRing ring = ring();
        String bad = ring.signingKey().id();
        ring.rotate();
        ring.rotate();
        assertThat(states(ring)).containsExactly(KeyState.SIGNING, KeyState.ANNOUNCED);
        String announced = ring.keys().get(1).id();

        ring.remove(bad);

        assertThat(ring.signingKey().id()).isEqualTo(announced);
        assertThat(states(ring)).containsExactly(KeyState.SIGNING);
    }

    @Test
    void thePrivateHalfOfARetiredKeyIsErased() {
        RotatingKeyRing ring = ring();
        ring.signingKey();
        ring.rotate();
        clock.advance(HOUR);
        ring.rotate();

        StoredKeyRing stored = store.load();
        Ring kept = new RingCodec(SEAL, "access").decode(new String(stored.content(), ISO_8859_1), stored.version());
        assertThat(kept.entries()).hasSize(3);
        assertThat(kept.entries().get(0).signingKey()).isNull();
        assertThat(kept.entries().get(1).signingKey()).isNotNull();
        assertThat(kept.entries().get(2).signingKey()).isNotNull();
    }

    @Test
    void whatIsStoredShowsNoKeyAndNobodyElseCanOpenIt() {
        RotatingKeyRing ring = ring();
        SigningKey key = ring.signingKey();
        String content = new String(store.load().content(), ISO_8859_1);

        assertThat(content).startsWith("v1\nv1.s1.").doesNotContain(key.id());
        SealKeys others = SealKeys.of("s1", new byte[32]);
        assertThat(refusalOf(() -> ring(others, store, "access").signingKey()).httpStatus())
                .isEqualTo(503);
        assertThat(refusalOf(() -> ring(SEAL, store, "another").signingKey()).httpStatus())
                .isEqualTo(503);
        assertThat(refusalOf(() -> ring(SEAL, store, "another").rotate())).isInstanceOf(StoreException.class);
    }

    @Test
    void whoCanOnlyWriteToTheStoreCanNeitherChangeNorBringBackKeys() {
        RotatingKeyRing ring = ring();
        ring.signingKey();
        String one = new String(store.load().content(), ISO_8859_1);
        ring.rotate();
        String two = new String(store.load().content(), ISO_8859_1);
        List<String> lines = two.lines().toList();

        for (String forged : List.of(
                one,
                two.substring(0, two.length() - 4) + "AAAA",
                lines.get(0) + "\n" + lines.get(2) + "\n" + lines.get(1),
                lines.get(0) + "\n" + lines.get(1),
                two + "\n" + lines.get(1),
                "v2\n" + lines.get(1),
                "junk")) {
            KeyRingStore tampered = Mockito.mock(KeyRingStore.class);
            Mockito.when(tampered.load())
                    .thenReturn(new StoredKeyRing(3, forged.getBytes(ISO_8859_1), clock.instant()));
            assertThat(refusalOf(() -> ring(SEAL, tampered, "access").signingKey())
                            .httpStatus())
                    .isEqualTo(503);
            Mockito.verify(tampered, Mockito.never()).replace(Mockito.anyLong(), Mockito.any());
        }
    }

    @Test
    void anOutageOfTheStoreIsSurvivedForThePublishLead() {
        RotatingKeyRing ring = ring();
        SigningKey key = ring.signingKey();
        store.down = true;

        clock.advance(HOUR);
        assertThat(ring.signingKey()).isSameAs(key);
        assertThat(ring.find(key.id())).isPresent();

        clock.advance(Duration.ofSeconds(2));
        assertThat(refusalOf(ring::signingKey)).isInstanceOf(StoreException.class);
        assertThat(refusalOf(ring::jwkSet)).isInstanceOf(StoreException.class);
        assertThat(catchThrowableOfType(TokenException.class, () -> ring.find(key.id()))
                        .reason())
                .isEqualTo(TokenRejection.UNDECIDABLE);

        store.down = false;
        clock.advance(Duration.ofSeconds(2));
        assertThat(ring.signingKey().id()).isEqualTo(key.id());
    }

    @Test
    void aServiceStartsWithoutItsStore() {
        store.down = true;
        RotatingKeyRing ring = ring();
        assertThat(refusalOf(ring::signingKey).httpStatus()).isEqualTo(503);

        store.down = false;
        clock.advance(Duration.ofSeconds(1));

        assertThat(ring.signingKey().id()).isNotEmpty();
    }

    @Test
    void aRingThatTheStoreLostIsPutBack() {
        RotatingKeyRing ring = ring();
        String id = ring.signingKey().id();
        store.replaceBy(MemoryKeyRingStore.create(clock));

        ring.refresh();

        assertThat(ring.signingKey().id()).isEqualTo(id);
        assertThat(store.load().version()).isEqualTo(1);
        assertThat(ring().signingKey().id()).isEqualTo(id);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsJudgedByWhatIsThere() {
        RotatingKeyRing ring = ring();
        ring.signingKey();
        clock.advance(DAY.minus(HOUR));
        store.loseNextAnswer = true;

        refusalOf(ring::refresh);
        clock.advance(Duration.ofSeconds(1));
        ring.refresh();

        assertThat(store.load().version()).isEqualTo(2);
        assertThat(states(ring)).containsExactly(KeyState.SIGNING, KeyState.ANNOUNCED);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotatingKeyRing.builder(store, SEAL).algorithm(JwtAlgorithm.HS256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotatingKeyRing.builder(store, SEAL)
                        .rotateEvery(HOUR)
                        .publishLead(HOUR)
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotatingKeyRing.builder(store, SEAL)
                        .publishLead(Duration.ZERO)
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtIssuer.builder(ring())
                        .issuer("x")
                        .lifetime(Duration.ofHours(2))
                        .build())
                .withMessageContaining("PT1H");
    }

    private RotatingKeyRing ring() {
        return ring(SEAL, store, "access");
    }

    private RotatingKeyRing ring(SealKeys sealKeys, KeyRingStore at, String name) {
        RotatingKeyRing ring = RotatingKeyRing.builder(at, sealKeys)
                .name(name)
                .rotateEvery(DAY)
                .nanos(clock::nanos)
                .build();
        rings.add(ring);
        return ring;
    }

    private JwtVerifier verifier(VerificationKeys keys) {
        return JwtVerifier.builder(keys)
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .clock(clock)
                .build();
    }

    private static List<KeyState> states(RotatingKeyRing ring) {
        return ring.keys().stream().map(RingKey::state).toList();
    }

    private static UnpinException refusalOf(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(UnpinException.class, call), "refusal");
    }
}
