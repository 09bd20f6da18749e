/** The demonstration: a customer's journey through a shop whose instances die, and what must survive it. */
@NullMarked
package dev.unpin.examples.shop;

import org.jspecify.annotations.NullMarked;
