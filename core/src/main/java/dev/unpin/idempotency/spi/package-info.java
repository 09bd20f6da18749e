/**
 * For authors of stores that remember what was done: two small ports, bytes in and bytes out. A store has no policy of
 * its own; what it must promise is written at {@link dev.unpin.idempotency.spi.IdempotencyStore} and checked by
 * {@code IdempotencyStoreContract} in the test kit.
 */
@NullMarked
package dev.unpin.idempotency.spi;

import org.jspecify.annotations.NullMarked;
