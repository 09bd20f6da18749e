package dev.unpin.token;

/** The {@code scope-token} of RFC 6749, section 3.3. */
final class Scopes {
    private Scopes() {}

    static String check(String scope) {
        if (scope.isEmpty() || !scope.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw new IllegalArgumentException(
                    "a scope is visible ASCII but neither quote nor backslash, not: " + scope);
        }
        return scope;
    }
}
