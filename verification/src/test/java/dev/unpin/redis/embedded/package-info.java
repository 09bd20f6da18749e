/** Here to see what the package of the same name keeps to itself. */
@NullMarked
package dev.unpin.redis.embedded;

import org.jspecify.annotations.NullMarked;
