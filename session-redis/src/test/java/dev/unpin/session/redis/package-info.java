@NullMarked
package dev.unpin.session.redis;

import org.jspecify.annotations.NullMarked;
