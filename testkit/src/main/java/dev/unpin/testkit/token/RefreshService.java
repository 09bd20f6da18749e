package dev.unpin.testkit.token;

import dev.unpin.seal.SealKeys;
import dev.unpin.token.refresh.FamilyRevocation;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshTokens;
import dev.unpin.token.refresh.RefreshTokensBuilder;
import dev.unpin.token.spi.RefreshTokenStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An instance of a service that hands out refresh tokens, and a blocklist that notes what it is told. */
final class RefreshService implements FamilyRevocation {
    static final String OWNER = "user-42";
    static final Duration GRACE = Duration.ofSeconds(30);
    static final Duration IDLE = Duration.ofDays(14);
    static final Duration ABSOLUTE = Duration.ofDays(20);
    static final SealKeys KEYS = SealKeys.of("one", key(1));

    private final List<RefreshEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RefreshTokens tokens;
    private volatile boolean deaf;

    RefreshService(RefreshTokenStore store) {
        this(store, KEYS);
    }

    RefreshService(RefreshTokenStore store, SealKeys keys) {
        tokens = builder(store, keys).build();
    }

    RefreshService(RefreshTokenStore store, int maxFamilies) {
        tokens = builder(store, KEYS).maxFamilies(maxFamilies).build();
    }

    private RefreshTokensBuilder builder(RefreshTokenStore store, SealKeys keys) {
        return RefreshTokens.builder(store, keys)
                .grace(GRACE)
                .idleTimeout(IDLE)
                .absoluteTimeout(ABSOLUTE)
                .revocation(this)
                .listener(events::add);
    }

    static byte[] key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }

    RefreshTokens tokens() {
        return tokens;
    }

    /** From now on the blocklist fails. */
    void blocklistDown() {
        deaf = true;
    }

    void blocklistUp() {
        deaf = false;
    }

    /** The families whose access tokens were revoked, in order, each as often as it was told. */
    List<String> told() {
        return told;
    }

    <E extends RefreshEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void revoke(String familyId) {
        if (deaf) {
            throw new IllegalStateException("the blocklist is down");
        }
        told.add(familyId);
    }
}
