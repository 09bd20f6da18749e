package dev.unpin.web.jdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What came over the wire, byte by byte: no client library that repairs, repeats or hides anything. */
record RawAnswer(int status, List<Map.Entry<String, String>> headers, String body) {
    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The cookie as a browser would send it back. */
    String cookie() {
        String setCookie = all("Set-Cookie").get(0);
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    /** Reads the status and the header fields, and leaves the stream at the body. */
    static RawAnswer readHead(InputStream in) throws IOException {
        String statusLine = line(in);
        int status = Integer.parseInt(statusLine.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(": ");
            headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 2)));
        }
        return new RawAnswer(status, headers, "");
    }

    /** Reads as much of the body as the connection gives until it closes. */
    RawAnswer readBody(InputStream in) throws IOException {
        return new RawAnswer(status, headers, new String(in.readAllBytes(), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("connection closed in the head");
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
