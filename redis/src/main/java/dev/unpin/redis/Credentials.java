package dev.unpin.redis;

import java.util.Optional;

/** How to sign in to a server; shows nothing of itself. */
record Credentials(Optional<String> user, String password) {
    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
