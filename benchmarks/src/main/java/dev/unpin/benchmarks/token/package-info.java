/** What it costs to know what has been revoked: beside asking Redis, in heap, and in time until others know. */
@NullMarked
package dev.unpin.benchmarks.token;

import org.jspecify.annotations.NullMarked;
