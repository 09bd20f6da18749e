@NullMarked
package dev.unpin.codec.jackson;

import org.jspecify.annotations.NullMarked;
