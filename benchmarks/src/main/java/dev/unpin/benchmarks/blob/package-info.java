/** Blobs beside the bare AWS SDK, on a store in memory: what is measured is what runs before and after the network. */
@NullMarked
package dev.unpin.benchmarks.blob;

import org.jspecify.annotations.NullMarked;
