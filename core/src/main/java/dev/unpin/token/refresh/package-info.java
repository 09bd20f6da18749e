/**
 * Staying signed in: opaque refresh tokens that are replaced at every use, so that a stolen one betrays itself.
 *
 * <p>Start at {@link dev.unpin.token.refresh.RefreshTokens}.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.token.refresh;

import org.jspecify.annotations.NullMarked;
