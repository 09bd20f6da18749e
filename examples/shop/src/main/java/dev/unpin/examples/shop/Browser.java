package dev.unpin.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer's browser, as far as it matters: it keeps one cookie, in which all its tabs share, and never repeats a
 * request by itself (which is why it speaks HTTP over a bare socket: Java's client repeats a GET behind its caller's
 * back). Thread-safe.
 */
final class Browser {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private final URI site;
    private final Tally tally;
    private final String userAgent;
    private volatile @Nullable String cookie;

    Browser(URI site, Tally tally, String userAgent) {
        this.site = site;
        this.tally = tally;
        this.userAgent = userAgent;
    }

    /** Another browser, which has somehow got hold of a cookie. */
    static Browser withCookie(URI site, Tally tally, @Nullable String cookie) {
        Browser thief = new Browser(site, tally, "Somebody else");
        thief.cookie = cookie;
        return thief;
    }

    /** Returns the cookie's name and value, if there is one. */
    Optional<String> cookie() {
        return Optional.ofNullable(cookie);
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "");
    }

    /** Sends a form with one field. */
    Answer post(String path, String field, String value) throws IOException {
        return send("POST", path, field + "=" + URLEncoder.encode(value, UTF_8));
    }

    private Answer send(String method, String path, String form) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(site.getHost(), site.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write(request(method, path, form).getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            Answer answer = Answer.parse(in.readNBytes(MAX_ANSWER_BYTES));
            tally.count(answer.servedBy());
            answer.header("Set-Cookie").ifPresent(this::store);
            return answer;
        }
    }

    private String request(String method, String path, String form) {
        StringBuilder request = new StringBuilder(256)
                .append(method + " " + path + " HTTP/1.1\r\n")
                .append("Host: " + site.getAuthority() + "\r\n")
                .append("User-Agent: " + userAgent + "\r\n")
                .append("Connection: close\r\n");
        String known = cookie;
        if (known != null) {
            request.append("Cookie: " + known + "\r\n");
        }
        if (method.equals("POST")) {
            request.append("Origin: " + site + "\r\n")
                    .append("Content-Type: application/x-www-form-urlencoded\r\n")
                    .append("Content-Length: " + form.getBytes(UTF_8).length + "\r\n");
        }
        return request.append("\r\n").append(form).toString();
    }

    private void store(String setCookie) {
        boolean deleted = setCookie.contains("Max-Age=0");
        cookie = deleted ? null : setCookie.split(";", 2)[0];
    }
}
