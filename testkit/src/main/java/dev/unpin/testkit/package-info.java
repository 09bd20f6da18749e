/** For tests of services and drivers alike. */
@NullMarked
package dev.unpin.testkit;

import org.jspecify.annotations.NullMarked;
