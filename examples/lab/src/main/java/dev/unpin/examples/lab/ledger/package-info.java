/** Where payments end up, outside the service. */
@NullMarked
package dev.unpin.examples.lab.ledger;

import org.jspecify.annotations.NullMarked;
