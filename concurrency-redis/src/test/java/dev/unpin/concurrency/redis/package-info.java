@NullMarked
package dev.unpin.concurrency.redis;

import org.jspecify.annotations.NullMarked;
