package dev.unpin.http;

/** The {@code token} of RFC 9110, section 5.6.2: what names in HTTP are made of. */
final class Tokens {
    static final String PUNCTUATION = "!#$%&'*+-.^_`|~";

    private Tokens() {}

    static boolean isToken(String s) {
        return !s.isEmpty() && s.chars().allMatch(Tokens::isTokenChar);
    }

    private static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
