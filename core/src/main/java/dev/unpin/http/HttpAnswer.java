package dev.unpin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.UnpinException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP answer as a value: status, header fields in order, and a body held in memory; immutable.
 *
 * <p>An adapter sends it, and adds what belongs to the connection: {@code Content-Length}, {@code Date}, and the right
 * thing for {@code HEAD}.
 */
public final class HttpAnswer {
    private static final byte[] NO_BODY = {};

    private final int status;
    private final List<HttpHeader> headers;
    private final byte[] body;

    private HttpAnswer(int status, List<HttpHeader> headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("Status has to be 200 to 599, but was: " + status);
        }
        if (body.length > 0 && (status == 204 || status == 304)) {
            throw new IllegalArgumentException("An answer with status " + status + " cannot have a body");
        }
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /**
     * Returns an answer without header fields and body.
     *
     * @param status 200 to 599
     * @return an empty answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static HttpAnswer of(int status) {
        return new HttpAnswer(status, List.of(), NO_BODY);
    }

    /**
     * Returns an answer with a body of any type.
     *
     * @param status 200 to 599, but neither 204 nor 304 unless the body is empty
     * @param contentType the value of {@code Content-Type}
     * @param body the bytes to send; copied
     * @return an answer with one header field
     * @throws IllegalArgumentException if the status does not fit, or the type is no header value
     */
    public static HttpAnswer bytes(int status, String contentType, byte[] body) {
        return new HttpAnswer(status, List.of(new HttpHeader("Content-Type", contentType)), body.clone());
    }

    /**
     * Returns an answer in JSON.
     *
     * @param status 200 to 599, but neither 204 nor 304
     * @param json a JSON text; it is sent as it is
     * @return an answer of type {@code application/json}
     * @throws IllegalArgumentException if the status does not fit
     */
    public static HttpAnswer json(int status, String json) {
        return bytes(status, "application/json", json.getBytes(UTF_8));
    }

    /**
     * Returns an answer in plain text.
     *
     * @param status 200 to 599, but neither 204 nor 304
     * @param text the text
     * @return an answer of type {@code text/plain; charset=utf-8}
     * @throws IllegalArgumentException if the status does not fit
     */
    public static HttpAnswer text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
    }

    /**
     * Returns an answer in HTML.
     *
     * @param status 200 to 599, but neither 204 nor 304
     * @param html the page; what users typed has to be escaped by then
     * @return an answer of type {@code text/html; charset=utf-8}
     * @throws IllegalArgumentException if the status does not fit
     */
    public static HttpAnswer html(int status, String html) {
        return bytes(status, "text/html; charset=utf-8", html.getBytes(UTF_8));
    }

    /**
     * Returns the answer for a request that this error ends: problem details (RFC 9457) with the error's status,
     * {@code WWW-Authenticate} where credentials are what was wrong, and {@code Retry-After} where repeating can help.
     * It must not be cached.
     *
     * <p>The type is {@code urn:unpin:problem:} and the error's code, stable across releases. The detail is the error's
     * message only where the request was judged and turned down (a 4xx with {@link dev.unpin.Effect#REFUSED}); messages
     * of other errors name stores and causes, which are nobody's business outside. Of an unknown effect the client is
     * told, since it must not repeat such a request blindly.
     *
     * @param error the error that ended the request
     * @return an answer of type {@code application/problem+json}
     */
    public static HttpAnswer problem(UnpinException error) {
        return Problems.of(error);
    }

    /**
     * Returns a problem (RFC 9457) of no particular type.
     *
     * @param status 400 to 599
     * @param title what kind of problem this is, the same at every occurrence
     * @param detail what happened this time and what to do, for the client's eyes
     * @return an answer of type {@code application/problem+json} that must not be cached
     * @throws IllegalArgumentException if the status is out of range
     */
    public static HttpAnswer problem(int status, String title, String detail) {
        return Problems.of("about:blank", status, title, detail);
    }

    /**
     * Returns this answer with a header field in place of all others of its name.
     *
     * @param name a token, compared regardless of case
     * @param value visible ASCII, space and tab
     * @return an answer with this field last
     * @throws IllegalArgumentException if name or value are not allowed
     */
    public HttpAnswer withHeader(String name, String value) {
        HttpHeader added = new HttpHeader(name, value);
        List<HttpHeader> all = new ArrayList<>(headers);
        all.removeIf(header -> header.isNamed(name));
        all.add(added);
        return new HttpAnswer(status, all, body);
    }

    /**
     * Returns this answer with one more header field, beside others of its name; for {@code Set-Cookie} and the like.
     *
     * @param name a token, compared regardless of case
     * @param value visible ASCII, space and tab
     * @return an answer with this field last
     * @throws IllegalArgumentException if name or value are not allowed
     */
    public HttpAnswer withAddedHeader(String name, String value) {
        List<HttpHeader> all = new ArrayList<>(headers);
        all.add(new HttpHeader(name, value));
        return new HttpAnswer(status, all, body);
    }

    /**
     * Returns this answer with another body; its header fields stay as they are.
     *
     * @param newBody the bytes to send; copied
     * @return an answer with the same status and header fields
     * @throws IllegalArgumentException if there is a body, and the status is 204 or 304
     */
    public HttpAnswer withBody(byte[] newBody) {
        return new HttpAnswer(status, headers, newBody.clone());
    }

    /**
     * Returns the status.
     *
     * @return 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields in the order in which they are sent.
     *
     * @return an unmodifiable list
     */
    public List<HttpHeader> headers() {
        return headers;
    }

    /**
     * Returns the value of the first header field of a name.
     *
     * @param name the name, compared regardless of case
     * @return the value, or empty if there is no such field
     */
    public Optional<String> header(String name) {
        Objects.requireNonNull(name, "name");
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(HttpHeader::value)
                .findFirst();
    }

    /**
     * Returns the body.
     *
     * @return a copy of the bytes, empty where there is no body
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the length of the body.
     *
     * @return in bytes, 0 where there is no body
     */
    public int bodyLength() {
        return body.length;
    }

    /**
     * Writes the body without copying it first; neither flushes nor closes.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeBodyTo(OutputStream out) throws IOException {
        out.write(body);
    }

    /** Shows status, header names and length; neither values nor body. */
    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", " + headers + ", " + body.length + " bytes]";
    }
}
