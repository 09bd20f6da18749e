/** The contract of session stores, as tests. */
@NullMarked
package dev.unpin.testkit.session;

import org.jspecify.annotations.NullMarked;
