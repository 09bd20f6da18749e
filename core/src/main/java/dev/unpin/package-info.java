/**
 * What every feature shares: the error root and the three faces of a failure, versions, and the conditions of writes.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin;

import org.jspecify.annotations.NullMarked;
