@NullMarked
package dev.unpin.idempotency.redis;

import org.jspecify.annotations.NullMarked;
