@NullMarked
package dev.unpin.session.caffeine;

import org.jspecify.annotations.NullMarked;
