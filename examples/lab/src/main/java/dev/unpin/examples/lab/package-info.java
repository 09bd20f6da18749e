/** The command: runs one service three ways under the same load and faults, and says what its users saw. */
@NullMarked
package dev.unpin.examples.lab;

import org.jspecify.annotations.NullMarked;
