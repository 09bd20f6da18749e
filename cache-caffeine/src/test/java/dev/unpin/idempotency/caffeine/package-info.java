@NullMarked
package dev.unpin.idempotency.caffeine;

import org.jspecify.annotations.NullMarked;
