package dev.unpin.redis;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a builder froze. */
record Settings(
        @Nullable Credentials credentials,
        @Nullable Integer database,
        @Nullable SSLContext tls,
        String clientName,
        Duration deadline,
        Duration attemptTimeout,
        Duration connectTimeout,
        int maxConnections,
        boolean hiddenRetriesAccepted) {}
