/** What no single module can check: the borders between modules, their public faces, and rules for all sources. */
@NullMarked
package dev.unpin.verification;

import org.jspecify.annotations.NullMarked;
