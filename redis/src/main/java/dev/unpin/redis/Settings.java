package dev.unpin.redis;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a builder froze. */
record Settings(
        Optional<Credentials> credentials,
        Optional<Integer> database,
        Optional<SSLContext> tls,
        String clientName,
        Duration deadline,
        Duration attemptTimeout,
        Duration connectTimeout,
        int maxConnections,
        boolean hiddenRetriesAccepted) {}
