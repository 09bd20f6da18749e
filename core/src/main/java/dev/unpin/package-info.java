/**
 * What every feature shares: the error root, and the three faces of a failure.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin;

import org.jspecify.annotations.NullMarked;
