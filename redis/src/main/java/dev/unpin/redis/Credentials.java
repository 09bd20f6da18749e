package dev.unpin.redis;

import org.jspecify.annotations.Nullable;

/** How to sign in to a server; shows nothing of itself. */
record Credentials(@Nullable String user, String password) {
    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
