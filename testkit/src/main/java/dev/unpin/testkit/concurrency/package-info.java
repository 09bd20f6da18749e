/** What stores of records promise. */
@NullMarked
package dev.unpin.testkit.concurrency;

import org.jspecify.annotations.NullMarked;
