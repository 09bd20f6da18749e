/**
 * Finds out whether a service, any HTTP service, keeps state in its instances:
 * {@link dev.unpin.testkit.stateless.StatelessnessCheck}. Needs no other part of Unpin.
 */
@NullMarked
package dev.unpin.testkit.stateless;

import org.jspecify.annotations.NullMarked;
