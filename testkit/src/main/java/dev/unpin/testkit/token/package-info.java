/** The contracts of stores that tokens need, as tests. */
@NullMarked
package dev.unpin.testkit.token;

import org.jspecify.annotations.NullMarked;
