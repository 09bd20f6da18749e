/** Results near the instance that repeats them: {@link dev.unpin.idempotency.caffeine.CaffeineIdempotencyStore}. */
@NullMarked
package dev.unpin.idempotency.caffeine;

import org.jspecify.annotations.NullMarked;
