@NullMarked
package dev.unpin.web.jdk;

import org.jspecify.annotations.NullMarked;
