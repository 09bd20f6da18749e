/**
 * What a store has to do for {@link dev.unpin.concurrency.Records} and {@link dev.unpin.concurrency.Locks}; for authors
 * of drivers.
 */
@NullMarked
package dev.unpin.concurrency.spi;

import org.jspecify.annotations.NullMarked;
