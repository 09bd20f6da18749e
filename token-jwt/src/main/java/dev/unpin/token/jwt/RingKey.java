package dev.unpin.token.jwt;

import java.time.Instant;

/**
 * A key of a {@link RotatingKeyRing}, for people who look after it. Immutable.
 *
 * @param id its id
 * @param algorithm its algorithm
 * @param state where it is in its life
 * @param signsFrom when it began to sign, or will
 */
public record RingKey(String id, JwtAlgorithm algorithm, KeyState state, Instant signsFrom) {}
