/** Records what concurrent callers saw of one object, and decides whether it can have behaved as its model says. */
@NullMarked
package dev.unpin.testkit.history;

import org.jspecify.annotations.NullMarked;
