/** Many threads at once, for the contracts; not exported. */
@NullMarked
package dev.unpin.testkit.race;

import org.jspecify.annotations.NullMarked;
