/** The drivers in memory, tried by many threads and judged by Lincheck. */
@NullMarked
package dev.unpin.verification.lincheck;

import org.jspecify.annotations.NullMarked;
