/** Measures two ways of doing the same thing side by side, so that their ratio survives a noisy machine. */
@NullMarked
package dev.unpin.benchmarks.paired;

import org.jspecify.annotations.NullMarked;
