package dev.unpin.http;

import org.jspecify.annotations.Nullable;

/** A request's headers, as the checks of this package need them; what a server has is passed as a method reference. */
@FunctionalInterface
public interface RequestHeaders {
    /**
     * Returns the first value of a header.
     *
     * @param name the header's name; compared regardless of case
     * @return its value, or null if the request has no such header
     */
    @Nullable
    String first(String name);
}
