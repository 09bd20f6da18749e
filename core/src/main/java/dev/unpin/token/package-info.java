/**
 * Who is calling: tokens that any instance can verify, issue and revoke.
 *
 * <p>Start at {@link dev.unpin.token.TokenVerifier} and {@link dev.unpin.token.TokenIssuer}; module {@code token-jwt}
 * has both for JSON Web Tokens. {@link dev.unpin.token.TokenBlocklist} takes tokens back.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.token;

import org.jspecify.annotations.NullMarked;
