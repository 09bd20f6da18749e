/** The load: what users do, when, and what they make of the answers. */
@NullMarked
package dev.unpin.examples.lab.load;

import org.jspecify.annotations.NullMarked;
