/**
 * Access tokens as JSON Web Tokens: verified strictly, issued within a budget, signed by keys that rotate by
 * themselves.
 *
 * <p>Start at {@link dev.unpin.token.jwt.JwtVerifier} and {@link dev.unpin.token.jwt.JwtIssuer}.
 */
@NullMarked
package dev.unpin.token.jwt;

import org.jspecify.annotations.NullMarked;
