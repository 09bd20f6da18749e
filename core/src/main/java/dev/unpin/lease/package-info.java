/**
 * Keeping what was taken for a while: renewal in time, and word of a loss in time. Not exported; for our own features.
 */
@NullMarked
package dev.unpin.lease;

import org.jspecify.annotations.NullMarked;
