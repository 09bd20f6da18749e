/** What a store has to do for {@link dev.unpin.concurrency.Records}; for authors of drivers. */
@NullMarked
package dev.unpin.concurrency.spi;

import org.jspecify.annotations.NullMarked;
