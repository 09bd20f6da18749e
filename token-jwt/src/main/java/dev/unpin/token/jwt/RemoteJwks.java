package dev.unpin.token.jwt;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The keys that an issuer publishes, followed by a thread of its own from the moment they are made. Thread-safe. To be
 * closed by who made it.
 *
 * <ul>
 *   <li>No request waits while the set is fresh: it is fetched every {@link Builder#refreshEvery}, whoever asks.
 *   <li>A removed key stops working with the next fetch.
 *   <li>A new key that is not known yet causes a fetch, which its request waits for; unknown ids can do so once per
 *       {@link Builder#unknownKeyPause} at most, and never use up the scheduled fetches.
 *   <li>While the issuer is down, the last set is good for {@link Builder#outageTolerance}; then, and for ids it does
 *       not have, the answer is {@link dev.unpin.token.TokenRejection#UNDECIDABLE}, HTTP status 503.
 *   <li>An answer that is late, too large, redirected, malformed or that {@link Jwks} refuses counts as an outage.
 * </ul>
 */
public final class RemoteJwks implements VerificationKeys, AutoCloseable {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI uri;
    private final Refreshing<Map<String, VerificationKey>> keys;

    private RemoteJwks(Builder builder) {
        this.uri = builder.uri;
        JwksClient client = new JwksClient(uri, builder.timeout, builder.maxBytes);
        this.keys = new Refreshing<>(
                "JWK set " + uri,
                () -> fetch(client),
                new Refreshing.Timing(
                        builder.refreshEvery, builder.outageTolerance, builder.unknownKeyPause, builder.timeout),
                builder.nanos);
        keys.start();
    }

    /**
     * Starts from the defaults.
     *
     * @param uri where the set is published, by https; by http on the loopback interface only
     * @return a builder
     * @throws IllegalArgumentException if the address is neither
     */
    public static Builder builder(URI uri) {
        boolean loopback = "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !loopback) {
            throw new IllegalArgumentException(
                    "keys are fetched by https (by http from localhost only), not from: " + uri);
        }
        return new Builder(uri);
    }

    @Override
    public Optional<VerificationKey> find(String id) {
        VerificationKey known = keys.value().get(id);
        return known != null
                ? Optional.of(known)
                : Optional.ofNullable(keys.value(set -> set.containsKey(id)).get(id));
    }

    /** Keys that have stayed the same stay the same objects: comparing them costs nothing then. */
    private Map<String, VerificationKey> fetch(JwksClient client) throws IOException, InterruptedException {
        Map<String, VerificationKey> fetched = JwkReader.set(client.fetch());
        Map<String, VerificationKey> before = keys.last();
        if (before != null) {
            fetched.replaceAll((id, key) -> {
                VerificationKey same = before.get(id);
                return same != null && same.equals(key) ? same : key;
            });
        }
        return fetched;
    }

    /** Stops following the set; what is known stays good for the outage tolerance. */
    @Override
    public void close() {
        keys.close();
    }

    /** Shows the address. */
    @Override
    public String toString() {
        return "RemoteJwks[" + uri + "]";
    }

    /** Gathers settings; every one has a safe default. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST = Duration.ofMillis(1);

        private final URI uri;
        private Duration refreshEvery = Duration.ofMinutes(5);
        private Duration outageTolerance = Duration.ofHours(1);
        private Duration unknownKeyPause = Duration.ofSeconds(10);
        private Duration timeout = Duration.ofSeconds(3);
        private int maxBytes = 256 * 1024;
        private LongSupplier nanos = System::nanoTime;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /**
         * Sets how often the set is fetched; every 5 minutes by default. A removed key works no longer than this.
         *
         * @param interval a positive duration
         * @return this
         */
        public Builder refreshEvery(Duration interval) {
            refreshEvery = positive(interval, "refreshEvery");
            return this;
        }

        /**
         * Sets how old the last set may be while the issuer does not answer; an hour by default.
         *
         * @param age a positive duration, at least {@code refreshEvery}
         * @return this
         */
        public Builder outageTolerance(Duration age) {
            outageTolerance = positive(age, "outageTolerance");
            return this;
        }

        /**
         * Sets how old the set has to be before an unknown id causes a fetch; 10 seconds by default. So long, at most,
         * a new key is refused that was not published before it was used.
         *
         * @param pause a positive duration
         * @return this
         */
        public Builder unknownKeyPause(Duration pause) {
            unknownKeyPause = positive(pause, "unknownKeyPause");
            return this;
        }

        /**
         * Sets how long a fetch may take from the connection to the last byte, and a request may wait for one; 3
         * seconds by default.
         *
         * @param limit a positive duration
         * @return this
         */
        public Builder timeout(Duration limit) {
            timeout = positive(limit, "timeout");
            return this;
        }

        /**
         * Sets how large the set may be; 256 KiB by default.
         *
         * @param bytes a positive number
         * @return this
         */
        public Builder maxBytes(int bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxBytes is at least 1, not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        Builder nanos(LongSupplier source) {
            nanos = Objects.requireNonNull(source, "nanos");
            return this;
        }

        /**
         * Begins to follow the set, in the background: a service starts without the issuer.
         *
         * @return the keys, to be closed by the caller
         * @throws IllegalArgumentException if the outage tolerance is shorter than the refresh interval
         */
        public RemoteJwks build() {
            if (outageTolerance.compareTo(refreshEvery) < 0) {
                throw new IllegalArgumentException(
                        "outageTolerance is at least refreshEvery, " + refreshEvery + ", not " + outageTolerance);
            }
            return new RemoteJwks(this);
        }

        private static Duration positive(Duration given, String name) {
            if (given.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(name + " is at least " + SHORTEST + ", not " + given);
            }
            return given;
        }
    }
}
