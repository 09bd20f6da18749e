/** Other libraries doing the same; compiled in profile {@code peers} only. */
@NullMarked
package dev.unpin.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
