package dev.unpin.token.refresh;

import dev.unpin.token.spi.RefreshTokenStore;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link RefreshTokensBuilder} has gathered, frozen. */
record RefreshSettings(
        RefreshTokenStore store,
        RefreshToken.Mint mint,
        FamilyRevocation revocation,
        Duration grace,
        Duration idleTimeout,
        Duration absoluteTimeout,
        int maxFamilies,
        RefreshListener listener,
        RandomGenerator generator) {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);

    byte[] random(int length) {
        byte[] bytes = new byte[length];
        generator.nextBytes(bytes);
        return bytes;
    }

    long randomLong() {
        return generator.nextLong();
    }

    void tell(RefreshEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("the listener of refresh tokens failed at {}", event, e);
        }
    }
}
