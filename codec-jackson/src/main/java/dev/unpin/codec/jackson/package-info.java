/** JSON codecs on Jackson 2, for records and classes. */
@NullMarked
package dev.unpin.codec.jackson;

import org.jspecify.annotations.NullMarked;
