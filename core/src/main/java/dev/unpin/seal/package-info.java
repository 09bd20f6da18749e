/**
 * State that leaves the service and comes back unread and unchanged: sealed with AES-GCM for one purpose and a limited
 * time, by any instance for any other; and secrets that come back, which a store knows by their hash.
 */
@NullMarked
package dev.unpin.seal;

import org.jspecify.annotations.NullMarked;
