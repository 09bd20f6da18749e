/** The instances, each a JVM of its own, and the balancer before them. */
@NullMarked
package dev.unpin.examples.shop.fleet;

import org.jspecify.annotations.NullMarked;
