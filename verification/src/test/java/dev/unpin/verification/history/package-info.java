/** What many callers at once are told by stores over a real Redis that fails on demand, judged by models. */
@NullMarked
package dev.unpin.verification.history;

import org.jspecify.annotations.NullMarked;
