@NullMarked
package dev.unpin.examples.shop.fleet;

import org.jspecify.annotations.NullMarked;
