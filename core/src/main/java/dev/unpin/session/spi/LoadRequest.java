package dev.unpin.session.spi;

import dev.unpin.seal.SecretHash;
import java.time.Duration;

/**
 * Asks for one session.
 *
 * @param id the session's id
 * @param secret the hash of the secret that the caller presented
 * @param idleTimeout how far from now the idle deadline is to be after a touch
 * @param touchInterval by how much the idle deadline must be able to move for a touch to be worth a write
 */
public record LoadRequest(String id, SecretHash secret, Duration idleTimeout, Duration touchInterval) {}
