/** What every store of idempotency records promises: {@link dev.unpin.testkit.idempotency.IdempotencyStoreContract}. */
@NullMarked
package dev.unpin.testkit.idempotency;

import org.jspecify.annotations.NullMarked;
