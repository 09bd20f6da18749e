/** What in-process drivers share. Not exported; for our own features. */
@NullMarked
package dev.unpin.memory;

import org.jspecify.annotations.NullMarked;
