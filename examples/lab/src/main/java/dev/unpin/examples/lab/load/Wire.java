package dev.unpin.examples.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection over a bare socket. It repeats nothing by itself: HTTP clients that send a request again
 * when a connection dies would hide what is to be measured. Not thread-safe.
 */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_BODY = 1024 * 1024;

    private final URI target;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Wire(URI target) {
        this.target = target;
    }

    /** An answer as it came. */
    record Reply(int status, Map<String, List<String>> headers, String text) {
        /** Returns the first header of a name in lower case, or an empty text. */
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param headers complete lines without their ends
     * @throws IOException if no complete answer came; the connection is then closed
     */
    Reply send(String method, String path, List<String> headers, byte[] body) throws IOException {
        try {
            if (socket == null) {
                connect();
            }
            StringBuilder head = new StringBuilder(method)
                    .append(' ')
                    .append(path)
                    .append(" HTTP/1.1\r\nHost: ")
                    .append(target.getAuthority())
                    .append("\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
            headers.forEach(line -> head.append(line).append("\r\n"));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
            out.writeBytes(body);
            connected().getOutputStream().write(out.toByteArray());
            return read();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void connect() throws IOException {
        Socket opened = new Socket();
        opened.setTcpNoDelay(true);
        opened.setSoTimeout(TIMEOUT_MILLIS);
        opened.connect(new InetSocketAddress(target.getHost(), target.getPort()), TIMEOUT_MILLIS);
        socket = opened;
        in = new BufferedInputStream(opened.getInputStream());
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            throw new IOException("Not connected");
        }
        return socket;
    }

    private Reply read() throws IOException {
        String[] start = line().split(" ", 3);
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(start[1]);
        String length = headers.getOrDefault("content-length", List.of("0")).get(0);
        byte[] body = input().readNBytes(Math.min(MAX_BODY, Integer.parseInt(length)));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("The answer broke off");
        }
        Reply reply = new Reply(status, headers, new String(body, UTF_8));
        if (reply.header("connection").equalsIgnoreCase("close")) {
            close();
        }
        return reply;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input().read(); next != '\n'; next = input().read()) {
            if (next < 0 || line.size() > MAX_LINE) {
                throw new EOFException("The answer broke off");
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    private InputStream input() throws IOException {
        if (in == null) {
            throw new IOException("Not connected");
        }
        return in;
    }

    @Override
    public void close() {
        Socket closing = socket;
        socket = null;
        in = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
