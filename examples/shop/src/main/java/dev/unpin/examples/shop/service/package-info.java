/** The shop itself: one instance, of which any number run side by side. */
@NullMarked
package dev.unpin.examples.shop.service;

import org.jspecify.annotations.NullMarked;
