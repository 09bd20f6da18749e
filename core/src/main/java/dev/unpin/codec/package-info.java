/** Turning values into bytes and back; implementations live in modules of their own. */
@NullMarked
package dev.unpin.codec;

import org.jspecify.annotations.NullMarked;
