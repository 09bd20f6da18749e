package dev.unpin.idempotency;

import dev.unpin.codec.Codecs;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.idempotency.spi.OverflowStore;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an {@link IdempotencyBuilder} has gathered, frozen. */
record IdempotencySettings(
        IdempotencyStore store,
        Codecs codecs,
        @Nullable OverflowStore overflow,
        int maxStoredBytes,
        int maxResultBytes,
        IdempotencyListener listener,
        RandomGenerator random) {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final int OWNER_BYTES = 16;

    /** 128 random bits for every call: neither a thread nor a process is an owner. */
    String newOwner() {
        byte[] bytes = new byte[OWNER_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    void tell(IdempotencyEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("the idempotency listener failed at {}", event, e);
        }
    }
}
