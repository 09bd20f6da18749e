/**
 * For authors of session stores: one small port, bytes in and bytes out. A store has no policy of its own; what it must
 * promise is written at {@link dev.unpin.session.spi.SessionStore} and checked by {@code SessionStoreContract} in the
 * test kit.
 */
@NullMarked
package dev.unpin.session.spi;

import org.jspecify.annotations.NullMarked;
