/** The bank: a process that is not the shop's, and never dies with an instance. */
@NullMarked
package dev.unpin.examples.shop.payment;

import org.jspecify.annotations.NullMarked;
