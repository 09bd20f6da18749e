/** Trying again without harm: random pauses, deadlines, budgets. Not exported; for our own features. */
@NullMarked
package dev.unpin.retry;

import org.jspecify.annotations.NullMarked;
