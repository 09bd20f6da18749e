/** Copies of sessions near the instance that reads them: {@link dev.unpin.session.caffeine.CaffeineSessionStore}. */
@NullMarked
package dev.unpin.session.caffeine;

import org.jspecify.annotations.NullMarked;
