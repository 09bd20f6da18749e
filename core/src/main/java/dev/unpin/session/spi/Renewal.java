package dev.unpin.session.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Replaces a session's secret.
 *
 * @param secret the hash of the new secret
 * @param grace for how long from now the replaced secret is still recognised, though no longer valid
 */
public record Renewal(SecretHash secret, Duration grace) {
    /** Checks that nothing is missing. */
    public Renewal {
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(grace, "grace");
    }
}
