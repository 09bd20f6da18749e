/**
 * Doing once what is asked for several times: by clients that retry, tabs that press twice, queues that deliver again,
 * and instances that die in the middle.
 *
 * <p>Start at {@link dev.unpin.idempotency.Idempotency}.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.idempotency;

import org.jspecify.annotations.NullMarked;
