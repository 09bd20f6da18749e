/** An instance's life as others see it: alive, ready, draining. No server type; adapters carry it to a server. */
@NullMarked
package dev.unpin.lifecycle;

import org.jspecify.annotations.NullMarked;
