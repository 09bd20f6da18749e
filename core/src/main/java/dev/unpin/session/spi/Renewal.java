package dev.unpin.session.spi;

import dev.unpin.seal.SecretHash;
import java.time.Duration;

/**
 * Replaces a session's secret.
 *
 * @param secret the hash of the new secret
 * @param grace for how long from now the replaced secret is still recognised, though no longer valid
 */
public record Renewal(SecretHash secret, Duration grace) {}
