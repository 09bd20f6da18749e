package dev.unpin.examples.shop.service;

import dev.unpin.StoreException;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.AccessToken;
import dev.unpin.token.IssuedToken;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenIssuer;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.TokenVerifier;
import dev.unpin.token.WhenStale;
import dev.unpin.token.jwt.JwtIssuer;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.RotatingKeyRing;
import dev.unpin.token.refresh.RefreshFamily;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.RefreshTokens;
import dev.unpin.token.refresh.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets programs in: by a short-lived access token, and a refresh token for the next one. Thread-safe. */
final class ApiAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiAccess.class);
    private static final String ISSUER = "https://shop.example";
    private static final String AUDIENCE = "api";
    private static final String CLIENT = "app";
    private static final Duration MAX_STALENESS = Duration.ofSeconds(5);

    /** Nobody else fetches these keys, and every instance reads the ring four times in it. */
    private static final Duration PUBLISH_LEAD = Duration.ofSeconds(2);

    private final RotatingKeyRing ring;
    private final TokenIssuer issuer;
    private final TokenBlocklist blocklist;
    private final TokenVerifier verifier;
    private final RefreshTokens refresh;
    private final Consumer<String> told;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "api-access");
        daemon.setDaemon(true);
        return daemon;
    });

    /** What a program gets: a token to show now, and one for the next. */
    record Tokens(IssuedToken access, RefreshGrant grant) {}

    /** Lets programs in, and tells when it has changed the keys. */
    ApiAccess(TokenStores stores, SealKeys keys, Consumer<String> told) {
        this.told = told;
        this.ring = RotatingKeyRing.builder(stores.keys(), keys)
                .name("api")
                .publishLead(PUBLISH_LEAD)
                .build();
        this.blocklist = TokenBlocklist.builder(stores.revoked(), WhenStale.REFUSE)
                .maxStaleness(MAX_STALENESS)
                .build();
        this.issuer = JwtIssuer.builder(ring)
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .clock(blocklist.storeClock())
                .build();
        this.verifier = JwtVerifier.builder(ring)
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .blocklist(blocklist)
                .build();
        this.refresh = RefreshTokens.builder(stores.families(), keys)
                .grace(Duration.ofSeconds(5))
                .revocation(family -> blocklist.revokeSession(ISSUER, family))
                .build();
        var unused = thread.scheduleWithFixedDelay(this::retryPending, 1, 1, TimeUnit.SECONDS);
    }

    /** Signs a program in for somebody. */
    Tokens signIn(String user, String device) {
        return tokens(refresh.open(user, CLIENT, o -> o.device(device)));
    }

    /** Replaces a refresh token, or says by the status why not. */
    Rotation rotate(String refreshToken) {
        return refresh.tryRotate(refreshToken);
    }

    /** An access token for whoever has just got a refresh token. */
    Tokens tokens(RefreshGrant grant) {
        RefreshFamily family = grant.family();
        TokenRequest request = TokenRequest.builder(family.owner(), family.clientId())
                .sessionId(family.id())
                .issuedAt(family.usedAt())
                .build();
        return new Tokens(issuer.issue(request), grant);
    }

    /**
     * Tells who calls. Asks nobody.
     *
     * @throws TokenException if the token is not good
     */
    AccessToken caller(@Nullable String authorization) {
        return verifier.verifyBearer(authorization);
    }

    /** Where somebody is signed in by programs. */
    List<RefreshFamily> devices(String user) {
        return refresh.list(user);
    }

    /** Signs out one program: it gets no tokens any more, and the one that it has opens nothing after the bound. */
    void signOutDevice(String user, String id) {
        refresh.revokeFamily(user, id);
    }

    /** Signs out all programs of somebody. */
    void signOutEverywhere(String user) {
        refresh.revokeAll(user);
    }

    /** The public halves of the keys. */
    String jwkSet() {
        return ring.jwkSet();
    }

    /** After so long no instance accepts what was signed out, whatever happens to instances, store and network. */
    Duration bound() {
        return MAX_STALENESS;
    }

    /** Obeys {@code rotate-keys}, which an operator says who does not want to wait for the schedule. */
    void obey(String command) {
        if (command.equals("rotate-keys")) {
            thread.execute(this::rotateKeys);
        }
    }

    /** Whether tokens can be judged now, for readiness. */
    void ping() {
        blocklist.ping();
        ring.keys();
    }

    private void rotateKeys() {
        try {
            ring.rotate();
            told.accept("keys-announced " + ring.keys().size());
        } catch (StoreException e) {
            told.accept("keys-failed");
        }
    }

    private void retryPending() {
        try {
            refresh.retryPending();
        } catch (RuntimeException e) { // anything else would end the schedule without a word
            LOG.warn("Signed-out programs could not be told to the blocklist yet", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        blocklist.close();
        ring.close();
    }
}
