/**
 * For authors of blob stores: one port, bytes in and bytes out. A store has no policy of its own; what it must promise
 * is written at {@link dev.unpin.blob.spi.BlobStore} and checked by {@code BlobStoreContract} in the test kit.
 */
@NullMarked
package dev.unpin.blob.spi;

import org.jspecify.annotations.NullMarked;
