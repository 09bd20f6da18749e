/** What every feature shares: the error root, and the three faces of a failure. */
@NullMarked
package dev.unpin;

import org.jspecify.annotations.NullMarked;
