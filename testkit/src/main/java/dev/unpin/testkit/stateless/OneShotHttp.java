package dev.unpin.testkit.stateless;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends a request once, over a connection of its own (HTTP/1.1, RFC 9112). The JDK's clients cannot be used here: they
 * silently send a request again when a connection dies, and what happened twice would look like a fault of the service.
 */
final class OneShotHttp {
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 500;

    private final Duration timeout;

    OneShotHttp(Duration timeout) {
        this.timeout = timeout;
    }

    HttpReply send(URI instance, String method, String target, List<Step.Header> headers, byte[] body)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket socket = connect(instance)) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            line(request, method + " " + target + " HTTP/1.1");
            line(request, "Host: " + instance.getRawAuthority());
            line(request, "Connection: close");
            for (Step.Header header : headers) {
                line(request, header.name() + ": " + header.value());
            }
            if (body.length > 0 || !(method.equals("GET") || method.equals("HEAD"))) {
                line(request, "Content-Length: " + body.length);
            }
            line(request, "");
            request.write(body);
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            return new Reading(socket, deadline).reply(method.equals("HEAD"));
        } catch (SocketTimeoutException e) {
            throw new IOException("no whole answer within " + timeout, e);
        }
    }

    private Socket connect(URI instance) throws IOException {
        boolean tls = instance.getScheme().equals("https");
        int port = instance.getPort() >= 0 ? instance.getPort() : tls ? 443 : 80;
        int millis = Math.toIntExact(timeout.toMillis());
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(instance.getHost(), port), millis);
            plain.setSoTimeout(millis);
            return tls ? secure(plain, instance.getHost(), port) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secure(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes((text + "\r\n").getBytes(ISO_8859_1));
    }

    /** Reads one answer by a deadline, and not more of it than fits. */
    private static final class Reading {
        private final Socket socket;
        private final long deadline;
        private final byte[] buffer = new byte[8192];
        private int position;
        private int limit;

        Reading(Socket socket, long deadline) {
            this.socket = socket;
            this.deadline = deadline;
        }

        HttpReply reply(boolean withoutBody) throws IOException {
            int status;
            Map<String, List<String>> headers;
            do {
                status = status(line());
                headers = headers();
            } while (status < 200 && status != 101);
            boolean none = withoutBody || status == 101 || status == 204 || status == 304;
            return new HttpReply(status, headers, none ? new byte[0] : body(headers));
        }

        private static int status(String line) throws IOException {
            if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            return Integer.parseInt(line.substring(9, 12));
        }

        private Map<String, List<String>> headers() throws IOException {
            Map<String, List<String>> headers = new TreeMap<>();
            int count = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon <= 0 || ++count > MOST_HEADERS) {
                    throw new IOException("the answer's headers are malformed");
                }
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            return headers;
        }

        private byte[] body(Map<String, List<String>> headers) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (String.join(",", headers.getOrDefault("transfer-encoding", List.of()))
                    .toLowerCase(Locale.ROOT)
                    .endsWith("chunked")) {
                for (int size = chunkSize(line()); size > 0; size = chunkSize(line())) {
                    copy(size, body);
                    line();
                }
                headers();
            } else if (headers.containsKey("content-length")) {
                copy(number(headers.getOrDefault("content-length", List.of()).get(0), 10), body);
            } else {
                for (int next = next(); next >= 0; next = next()) {
                    add(next, body);
                }
            }
            return body.toByteArray();
        }

        private static int chunkSize(String line) throws IOException {
            int extension = line.indexOf(';');
            return number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
        }

        private static int number(String text, int radix) throws IOException {
            try {
                int number = Integer.parseUnsignedInt(text, radix);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IOException("the answer's length is malformed", e);
            }
            throw new IOException("the answer is too long");
        }

        private void copy(int bytes, ByteArrayOutputStream to) throws IOException {
            for (int i = 0; i < bytes; i++) {
                add(orFail(next()), to);
            }
        }

        private static void add(int next, ByteArrayOutputStream to) throws IOException {
            if (to.size() >= MOST_BYTES) {
                throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
            }
            to.write(next);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = orFail(next()); next != '\n'; next = orFail(next())) {
                if (line.length() >= LONGEST_LINE) {
                    throw new IOException("the answer has a line of more than " + LONGEST_LINE + " bytes");
                }
                line.append((char) next);
            }
            int length = line.length();
            return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
        }

        private static int orFail(int next) throws IOException {
            if (next < 0) {
                throw new EOFException("the connection ended before the answer did");
            }
            return next;
        }

        private int next() throws IOException {
            if (position == limit) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout(Math.toIntExact(left));
                position = 0;
                limit = Math.max(0, socket.getInputStream().read(buffer));
            }
            return position == limit ? -1 : buffer[position++] & 0xff;
        }
    }
}
