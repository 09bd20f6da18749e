/**
 * For authors of stores: what instances have to share about tokens, bytes in and bytes out. A store has no policy of
 * its own.
 */
@NullMarked
package dev.unpin.token.spi;

import org.jspecify.annotations.NullMarked;
