@NullMarked
package dev.unpin.examples.lab;

import org.jspecify.annotations.NullMarked;
