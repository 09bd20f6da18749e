@NullMarked
package dev.unpin.token.redis;

import org.jspecify.annotations.NullMarked;
