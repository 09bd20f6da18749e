@NullMarked
package dev.unpin.examples.fleet;

import org.jspecify.annotations.NullMarked;
