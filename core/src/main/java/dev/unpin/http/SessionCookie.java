package dev.unpin.http;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the session's cookie is named, written and read (RFC 6265bis); immutable.
 *
 * <p>The default, {@link #create()}, is {@code __Host-session} with {@code Secure}, {@code HttpOnly}, {@code Path=/}
 * and {@code SameSite=Lax}, without {@code Domain} and without a lifetime: the browser sends it to this host alone,
 * over TLS alone, hides it from scripts, accepts it from no sibling domain, and forgets it when it ends. How long a
 * session lives is decided by the store, not by the browser. {@code HttpOnly} and {@code Path=/} cannot be changed, and
 * a {@code Domain} cannot be given.
 */
public final class SessionCookie {
    /** Longest {@code Cookie} header that is read, in characters: 16 KiB. A longer one is refused unread. */
    public static final int MAX_HEADER_LENGTH = 16 * 1024;

    /** Longest name and value together, in characters; browsers drop what is longer. */
    public static final int MAX_PAIR_LENGTH = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(SessionCookie.class);
    private static final List<String> SECURE_PREFIXES = List.of("__host-", "__secure-", "__http-");

    private final String name;
    private final SameSite sameSite;
    private final boolean secure;

    private SessionCookie(String name, SameSite sameSite, boolean secure) {
        this.name = Objects.requireNonNull(name, "name");
        this.sameSite = Objects.requireNonNull(sameSite, "sameSite");
        this.secure = secure;
        if (name.length() > 256 || !Tokens.isToken(name)) {
            throw new IllegalArgumentException("Cookie name has to be 1 to 256 letters, digits or " + Tokens.PUNCTUATION
                    + ", but was: " + (name.length() > 256 ? name.length() + " characters" : name));
        }
        if (!secure && promisesSecure(name)) {
            throw new IllegalArgumentException("A cookie without Secure cannot be named " + name
                    + ": browsers drop it. Choose a name without the prefix");
        }
        if (!secure && sameSite == SameSite.NONE) {
            throw new IllegalArgumentException(
                    "SameSite=None needs Secure: browsers drop the cookie without it. Use LAX or STRICT");
        }
    }

    /**
     * Returns the safe default, {@code __Host-session}.
     *
     * @return a cookie for services that browsers reach over TLS
     */
    public static SessionCookie create() {
        return new SessionCookie("__Host-session", SameSite.LAX, true);
    }

    /**
     * Returns a cookie without {@code Secure}, for trying a service over plain HTTP on a developer's machine. Anybody
     * on the network path can read and replace it; each call logs a warning. Not for production, not for a test
     * environment that others can reach.
     *
     * @param name a token (RFC 9110, section 5.6.2) that does not start with {@code __Host-}, {@code __Secure-} or
     *     {@code __Http-}, for browsers drop such a cookie when it comes without {@code Secure}
     * @return a cookie that a browser stores and sends over plain HTTP
     * @throws IllegalArgumentException if the name is no token, or has such a prefix
     */
    public static SessionCookie insecureForPlainHttpDevelopment(String name) {
        SessionCookie cookie = new SessionCookie(name, SameSite.LAX, false);
        LOG.warn(
                "Session cookie {} goes without Secure, for development only: the network can read and replace it",
                name);
        return cookie;
    }

    /**
     * Returns this cookie under another name.
     *
     * @param newName a token (RFC 9110, section 5.6.2), of at most 256 characters; keep the {@code __Host-} prefix
     *     unless something in the way forbids it, for without it sibling domains can plant a cookie of the same name
     * @return a cookie of this name, equal in all else
     * @throws IllegalArgumentException if the name is no token, or has a prefix that demands {@code Secure} on an
     *     {@linkplain #insecureForPlainHttpDevelopment insecure} cookie
     */
    public SessionCookie withName(String newName) {
        return new SessionCookie(newName, sameSite, secure);
    }

    /**
     * Returns this cookie with another {@code SameSite}.
     *
     * @param newSameSite which requests from other sites carry the cookie; {@link SameSite#LAX} unless changed
     * @return a cookie with this attribute, equal in all else
     * @throws IllegalArgumentException if it is {@link SameSite#NONE} on an
     *     {@linkplain #insecureForPlainHttpDevelopment insecure} cookie, which browsers drop
     */
    public SessionCookie withSameSite(SameSite newSameSite) {
        return new SessionCookie(name, newSameSite, secure);
    }

    /**
     * Returns the cookie's name.
     *
     * @return a token, {@code __Host-session} unless changed
     */
    public String name() {
        return name;
    }

    /**
     * Returns whether the cookie carries {@code Secure}.
     *
     * @return false only for {@link #insecureForPlainHttpDevelopment}
     */
    public boolean secure() {
        return secure;
    }

    /**
     * Returns the {@code Set-Cookie} header value that gives the browser this cookie.
     *
     * @param value one or more of the characters RFC 6265 allows without quotes: visible ASCII except {@code " , ; \};
     *     name and value together at most {@value #MAX_PAIR_LENGTH}
     * @return a header value
     * @throws IllegalArgumentException if the value is empty, too long or holds another character; the message does not
     *     show it
     */
    public String setCookie(String value) {
        Objects.requireNonNull(value, "value");
        if (!sendable(value)) {
            throw new IllegalArgumentException("The value of cookie " + name + " has " + value.length()
                    + " characters; allowed are 1 to " + (MAX_PAIR_LENGTH - name.length())
                    + ", visible ASCII except quote, comma, semicolon and backslash");
        }
        return name + "=" + value + attributes("");
    }

    /**
     * Returns the {@code Set-Cookie} header value that makes the browser forget this cookie.
     *
     * @return a header value with {@code Max-Age=0}
     */
    public String clear() {
        return name + "=" + attributes("; Max-Age=0");
    }

    /**
     * Finds this cookie in a request. Reads the header once from left to right; the cost is bounded by
     * {@value #MAX_HEADER_LENGTH} characters whatever a client sends.
     *
     * <p>Names are compared exactly. Other cookies may be as broken as they like. Quotes around a value are not
     * stripped: this class never sends them, and a browser returns what it was sent.
     *
     * @param cookieHeader the {@code Cookie} header's value, several headers joined by {@code "; "}; null where the
     *     request has none
     * @return the value, or why there is none
     */
    public CookieReading read(@Nullable String cookieHeader) {
        if (cookieHeader == null) {
            return CookieReading.ABSENT;
        }
        if (cookieHeader.length() > MAX_HEADER_LENGTH) {
            return CookieReading.OVERSIZED;
        }
        String found = null;
        for (int start = 0; start <= cookieHeader.length(); ) {
            int end = cookieHeader.indexOf(';', start);
            end = end < 0 ? cookieHeader.length() : end;
            String value = valueIfNamed(cookieHeader, start, end);
            if (value != null && found != null && !value.equals(found)) {
                return CookieReading.AMBIGUOUS;
            }
            found = value == null ? found : value;
            start = end + 1;
        }
        if (found == null) {
            return CookieReading.ABSENT;
        }
        return sendable(found) ? CookieReading.present(found) : CookieReading.MALFORMED;
    }

    /** The trimmed value of the pair in {@code header[start, end)} if it has our name, else null. */
    private @Nullable String valueIfNamed(String header, int start, int end) {
        int from = start;
        while (from < end && isBlank(header.charAt(from))) {
            from++;
        }
        if (!header.startsWith(name, from)) {
            return null;
        }
        int equals = from + name.length();
        while (equals < end && isBlank(header.charAt(equals))) {
            equals++;
        }
        if (equals >= end || header.charAt(equals) != '=') {
            return null;
        }
        int first = equals + 1;
        int last = end;
        while (first < last && isBlank(header.charAt(first))) {
            first++;
        }
        while (last > first && isBlank(header.charAt(last - 1))) {
            last--;
        }
        return header.substring(first, last);
    }

    private String attributes(String lifetime) {
        return "; Path=/" + lifetime + (secure ? "; Secure" : "") + "; HttpOnly; SameSite=" + sameSite.attribute();
    }

    private boolean sendable(String value) {
        if (value.isEmpty() || name.length() + value.length() > MAX_PAIR_LENGTH) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** RFC 6265bis makes browsers compare the prefixes regardless of case. */
    private static boolean promisesSecure(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return SECURE_PREFIXES.stream().anyMatch(lowerCase::startsWith);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Describes the settings: the cookie as it would be set, without a value. */
    @Override
    public String toString() {
        return "SessionCookie[" + name + attributes("") + "]";
    }
}
