package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.token.AccessToken;
import dev.unpin.token.Freshness;
import dev.unpin.token.MemoryBlocklistStore;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.WhenStale;
import dev.unpin.token.spi.BlocklistStore;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A verifier with the blocklist in front of a store: issued, verified, revoked. */
class BlocklistTest {
    private static final String ISSUER = "https://id.example";

    /** How often the store was asked, by thread. */
    private final Map<Thread, Integer> calls = new ConcurrentHashMap<>();

    private final TokenBlocklist blocklist = TokenBlocklist.builder(
                    counted(MemoryBlocklistStore.create()), WhenStale.REFUSE)
            .build();
    private final SigningKey key = SigningKey.generate(JwtAlgorithm.ES256);
    private final KeyRing ring = KeyRing.of(key);
    private final JwtIssuer issuer = JwtIssuer.builder(ring)
            .issuer(ISSUER)
            .audience("api")
            .clock(blocklist.storeClock())
            .build();
    private final JwtVerifier verifier = JwtVerifier.builder(ring)
            .issuer(ISSUER)
            .audience("api")
            .blocklist(blocklist)
            .build();

    BlocklistTest() {
        blocklist.ping();
    }

    @AfterEach
    void close() {
        blocklist.close();
    }

    @Test
    void verifyingAsksTheStoreNothing() {
        String header = "Bearer " + issue("user-1");
        verifier.verifyBearer(header);
        calls.clear();

        for (int i = 0; i < 100; i++) {
            assertThat(verifier.verifyBearer(header).freshness()).isEqualTo(Freshness.CURRENT);
            verifier.verifyBearer("Bearer " + issue("user-2"));
        }

        assertThat(calls).doesNotContainKey(Thread.currentThread());
    }

    @Test
    void aRevocationBeatsWhatIsRememberedOfAVerifiedToken() {
        String token = issue("user-1");
        AccessToken caller = verifier.verify(token);
        calls.clear();

        blocklist.revoke(caller);

        assertThat(calls).containsEntry(Thread.currentThread(), 1);
        assertThat(reason(token)).isEqualTo(TokenRejection.REVOKED);
        assertThat(reason(token)).isEqualTo(TokenRejection.REVOKED);
    }

    @Test
    void signingInAgainWithinTheSameSecondIsGood() {
        for (int i = 0; i < 20; i++) {
            String before = issue("user-1");
            verifier.verify(before);

            blocklist.revokeSubject(ISSUER, "user-1");
            String after = issue("user-1");

            assertThat(reason(before)).isEqualTo(TokenRejection.REVOKED);
            assertThat(verifier.verify(after).subject()).isEqualTo("user-1");
        }
    }

    @Test
    void aRevokedKeyIsRefusedThoughItIsStillTrusted() {
        String token = issue("user-1");
        verifier.verify(token);

        blocklist.revokeKey(ISSUER, key.id());

        assertThat(reason(token)).isEqualTo(TokenRejection.REVOKED);
        assertThat(reason(issue("user-2"))).isEqualTo(TokenRejection.REVOKED);
    }

    private String issue(String subject) {
        return issuer.issue(TokenRequest.builder(subject, "web").build()).text();
    }

    private TokenRejection reason(String token) {
        TokenException refusal = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal.reason();
    }

    private BlocklistStore counted(BlocklistStore store) {
        return (BlocklistStore) Proxy.newProxyInstance(
                BlocklistStore.class.getClassLoader(), new Class<?>[] {BlocklistStore.class}, (proxy, method, args) -> {
                    calls.merge(Thread.currentThread(), 1, Integer::sum);
                    return method.invoke(store, args);
                });
    }
}
