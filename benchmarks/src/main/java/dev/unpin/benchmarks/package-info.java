/** What Unpin costs: see {@code benchmarks/README.md}. */
@NullMarked
package dev.unpin.benchmarks;

import org.jspecify.annotations.NullMarked;
