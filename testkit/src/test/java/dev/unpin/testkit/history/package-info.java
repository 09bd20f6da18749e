@NullMarked
package dev.unpin.testkit.history;

import org.jspecify.annotations.NullMarked;
