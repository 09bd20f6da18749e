/** What Unpin costs in process, measured by JMH. */
@NullMarked
package dev.unpin.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
