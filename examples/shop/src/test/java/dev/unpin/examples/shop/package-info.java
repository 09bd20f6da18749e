@NullMarked
package dev.unpin.examples.shop;

import org.jspecify.annotations.NullMarked;
