package dev.unpin.token.jwt;

import java.time.Duration;
import java.util.Optional;

/** A ring that never changes. */
final class FixedKeyRing implements KeyRing {
    private static final Duration ANY = Duration.ofDays(3_650);

    private final SigningKey signing;
    private final FixedKeys keys;

    FixedKeyRing(SigningKey signing, FixedKeys keys) {
        this.signing = signing;
        this.keys = keys;
    }

    @Override
    public Optional<VerificationKey> find(String id) {
        return keys.find(id);
    }

    @Override
    public SigningKey signingKey() {
        return signing;
    }

    @Override
    public String jwkSet() {
        return JwkWriter.set(keys.all());
    }

    @Override
    public Duration maxTokenLifetime() {
        return ANY;
    }

    @Override
    public String toString() {
        return "KeyRing" + keys;
    }
}
