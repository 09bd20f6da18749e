/** What the examples run on: instances as processes that die with their parent, and a balancer in front of them. */
@NullMarked
package dev.unpin.examples.fleet;

import org.jspecify.annotations.NullMarked;
