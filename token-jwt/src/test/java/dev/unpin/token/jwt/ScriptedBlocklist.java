package dev.unpin.token.jwt;

import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationCheck;
import dev.unpin.token.RevocationStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as it is told, and counts how often it is asked. */
final class ScriptedBlocklist implements RevocationCheck {
    final AtomicInteger checks = new AtomicInteger();
    final AtomicInteger confirmations = new AtomicInteger();
    volatile RevocationStatus local = RevocationStatus.NOT_REVOKED;
    volatile RevocationStatus store = RevocationStatus.NOT_REVOKED;

    @Override
    public RevocationStatus check(AccessToken token) {
        checks.incrementAndGet();
        return local;
    }

    @Override
    public RevocationStatus confirm(AccessToken token) {
        confirmations.incrementAndGet();
        return store;
    }

    @Override
    public Duration maxTokenLifetime() {
        return Duration.ofHours(1);
    }
}
