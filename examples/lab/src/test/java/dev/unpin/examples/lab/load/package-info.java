@NullMarked
package dev.unpin.examples.lab.load;

import org.jspecify.annotations.NullMarked;
