/** The contract of blob stores, as tests. */
@NullMarked
package dev.unpin.testkit.blob;

import org.jspecify.annotations.NullMarked;
