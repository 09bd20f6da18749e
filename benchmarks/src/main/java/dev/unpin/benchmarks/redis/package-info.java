/** Drivers beside the bare client, against a real server on this machine. */
@NullMarked
package dev.unpin.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
