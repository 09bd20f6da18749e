package dev.unpin.testkit.stateless;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One request of a {@link Journey}. Immutable: every method returns another step.
 *
 * <p>In the path, in headers and in the body, <code>${name}</code> stands for a value that an earlier step has captured
 * under that name, and <code>${run}</code> for a text that is new in every run of the journey, of 12 letters and
 * digits.
 */
public final class Step {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    private final String method;
    private final String path;
    private final List<Header> headers;
    private final String body;
    private final List<Capture> captures;
    private final int expectedStatus;

    private Step(
            String method, String path, List<Header> headers, String body, List<Capture> captures, int expectedStatus) {
        this.method = method;
        this.path = path;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.captures = List.copyOf(captures);
        this.expectedStatus = expectedStatus;
    }

    /** A header to send. */
    record Header(String name, String value) {}

    /** A value to keep: from a header of the answer, or from its body where that is empty. */
    record Capture(String name, String header, Pattern pattern) {}

    /**
     * Asks for something.
     *
     * @param path begins with a slash, a query included, or is a captured address
     * @return a GET request without a body
     */
    public static Step get(String path) {
        return of("GET", path);
    }

    /**
     * Sends something.
     *
     * @param path begins with a slash, a query included, or is a captured address
     * @return a POST request, yet without a body
     */
    public static Step post(String path) {
        return of("POST", path);
    }

    /**
     * Makes a request of any method.
     *
     * @param method an HTTP method in capitals
     * @param path begins with a slash, a query included, or is a captured address
     * @return a request, yet without a body
     * @throws IllegalArgumentException if one of them is not as said
     */
    public static Step of(String method, String path) {
        if (!method.matches("[A-Z]+")) {
            throw new IllegalArgumentException("a method is of capital letters, not: " + method);
        }
        if (!(path.startsWith("/") || path.startsWith("${")) || path.matches("(?s).*[\\s\\p{Cntrl}].*")) {
            throw new IllegalArgumentException("a path begins with / or ${ and has no blanks, unlike: " + path);
        }
        return new Step(method, path, List.of(), "", List.of(), 0);
    }

    /**
     * Adds a header.
     *
     * @param name for instance {@code Accept}; cookies come by themselves
     * @param value its value
     * @return the step with it
     * @throws IllegalArgumentException if they cannot be sent
     */
    public Step header(String name, String value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || value.matches("(?s).*[\\r\\n\\x00].*")) {
            throw new IllegalArgumentException("this cannot be sent as a header: " + name);
        }
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Step(method, path, more, body, captures, expectedStatus);
    }

    /**
     * Gives the body.
     *
     * @param contentType its media type, sent as {@code Content-Type}
     * @param text the body, sent in UTF-8
     * @return the step with it
     */
    public Step body(String contentType, String text) {
        Step typed = header("Content-Type", contentType);
        return new Step(method, path, typed.headers, Objects.requireNonNull(text, "text"), captures, expectedStatus);
    }

    /**
     * Gives the body of a form.
     *
     * @param text names and values, already percent-encoded: {@code a=1&b=2}
     * @return the step with it
     */
    public Step form(String text) {
        return body("application/x-www-form-urlencoded", text);
    }

    /**
     * Keeps a part of the answer's body, for instance the token of a form. In comparisons it counts as equal to what
     * other runs keep under the name. A value of fewer than eight characters may also stand somewhere by chance, so it
     * does so only as a word or number of its own, and where the other run shows its own value in the same place: of an
     * order 5, neither the 5 in 15 or 5.20 nor the 5 of five pieces is left out. Do not capture what tells of state, as
     * a count does: nothing could be seen of it.
     *
     * @param name letters and digits, the first a letter
     * @param regex its first group is kept; it must be found, or the answer counts as another
     * @return the step with it
     * @throws IllegalArgumentException if the name is not allowed, or the pattern has no group
     */
    public Step capture(String name, String regex) {
        return capturing(name, "", regex);
    }

    /**
     * Keeps a header of the answer, for instance {@code Location}. In comparisons it counts as {@link #capture} says.
     *
     * @param name letters and digits, the first a letter
     * @param header which header; it must be there, or the answer counts as another
     * @return the step with it
     * @throws IllegalArgumentException if the name is not allowed
     */
    public Step captureHeader(String name, String header) {
        return capturing(name, header, "(?s)(.*)");
    }

    /**
     * Says which status the step must have on one instance; without this, any below 400.
     *
     * @param status 100 to 599
     * @return the step with it
     * @throws IllegalArgumentException if there is no such status
     */
    public Step expecting(int status) {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("a status is 100 to 599, not " + status);
        }
        return new Step(method, path, headers, body, captures, status);
    }

    private Step capturing(String name, String header, String regex) {
        Pattern pattern = Pattern.compile(regex);
        if (!NAME.matcher(name).matches() || name.equals("run")) {
            throw new IllegalArgumentException("a name is of letters and digits, and not run: " + name);
        }
        if (pattern.matcher("").groupCount() < 1) {
            throw new IllegalArgumentException("what is to be kept must be in parentheses: " + regex);
        }
        List<Capture> more = new ArrayList<>(captures);
        more.add(new Capture(name, header, pattern));
        return new Step(method, path, headers, body, more, expectedStatus);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body(Captured captured) {
        return captured.fill(body).getBytes(UTF_8);
    }

    List<Capture> captures() {
        return captures;
    }

    OptionalInt expectedStatus() {
        return expectedStatus == 0 ? OptionalInt.empty() : OptionalInt.of(expectedStatus);
    }

    /** Shows method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
