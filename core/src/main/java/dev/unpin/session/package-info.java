/**
 * Sessions that live in a shared store, so that any instance serves any request of a user.
 *
 * <p>Start at {@link dev.unpin.session.Sessions}.
 *
 * @serial exclude
 */
@NullMarked
package dev.unpin.session;

import org.jspecify.annotations.NullMarked;
