/** What settings and names may be. Not exported; for our own features. */
@NullMarked
package dev.unpin.settings;

import org.jspecify.annotations.NullMarked;
