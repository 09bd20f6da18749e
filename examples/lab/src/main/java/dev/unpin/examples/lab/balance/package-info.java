/** The balancer's process. */
@NullMarked
package dev.unpin.examples.lab.balance;

import org.jspecify.annotations.NullMarked;
