package dev.unpin.examples.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;

/** A seller's browser, as far as files are concerned: it sends a form with a file, whole or half of it. */
final class Seller {
    private static final int MILLIS = 30_000;
    private static final int SEND_BUFFER = 16 * 1024;

    /** A receiver's buffer begins with 128 KiB and grows only as it is read. */
    private static final int MOST_BUFFERED = 256 * 1024;

    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
    private static final String BOUNDARY = "----LooseLeaf7f3a91";

    private final Tally tally;

    Seller(Tally tally) {
        this.tally = tally;
    }

    /** Sends a picture to an instance, and returns its status. */
    int upload(URI instance, String cookie, String path, byte[] picture) throws IOException {
        byte[] form = form(Map.of(), picture);
        Answer answer = Answer.parse(post(instance, path, cookie, form));
        tally.count(answer.servedBy());
        return answer.status();
    }

    /** Sends a form that is cut off in the middle of its file, although its length says that it is whole. */
    int uploadCutOff(URI instance, String cookie, String path, byte[] picture) throws IOException {
        byte[] form = form(Map.of(), picture);
        Answer answer = Answer.parse(post(instance, path, cookie, Arrays.copyOf(form, form.length / 2)));
        tally.count(answer.servedBy());
        return answer.status();
    }

    /**
     * Sends half a picture, and lets something happen instead of the rest once the instance has begun to read. That is
     * so when the half has left this side: it is larger than all buffers between the two.
     */
    void uploadHalf(URI instance, String cookie, String path, byte[] picture, Runnable instead) throws IOException {
        byte[] form = form(Map.of(), picture);
        int half = form.length / 2;
        try (Socket socket = new Socket()) {
            socket.setSendBufferSize(SEND_BUFFER);
            connect(socket, instance);
            BrokenPromise.unless(
                    half > MOST_BUFFERED, "half a picture should be more than buffers take, but is " + half);
            OutputStream out = socket.getOutputStream();
            out.write(head(instance, path, cookie, form.length));
            out.write(form, 0, half);
            out.flush();
            instead.run();
        }
    }

    /** Sends a picture past the instances, and returns the store's status. */
    int send(Ticket ticket, byte[] file) throws IOException {
        byte[] answer = post(ticket.store(), ticket.store().getRawPath(), "", form(ticket.fields(), file));
        String start = new String(answer, 0, Math.min(12, answer.length), ISO_8859_1);
        if (!start.matches("HTTP/1.1 \\d{3}")) {
            throw new IOException("The store closed the connection without an answer");
        }
        return Integer.parseInt(start.substring("HTTP/1.1 ".length()));
    }

    /** Gets a picture, or what its header says of it. */
    Answer look(URI instance, String path, String header) throws IOException {
        try (Socket socket = new Socket()) {
            connect(socket, instance);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + instance.getAuthority() + "\r\n" + header
                                    + "Connection: close\r\n\r\n")
                            .getBytes(UTF_8));
            Answer answer = Answer.parseBytes(socket.getInputStream().readNBytes(MAX_ANSWER_BYTES));
            tally.count(answer.servedBy());
            return answer;
        }
    }

    private static byte[] post(URI to, String path, String cookie, byte[] form) throws IOException {
        try (Socket socket = new Socket()) {
            connect(socket, to);
            OutputStream out = socket.getOutputStream();
            out.write(head(to, path, cookie, form.length));
            out.write(form);
            out.flush();
            InputStream in = socket.getInputStream();
            return in.readNBytes(MAX_ANSWER_BYTES);
        }
    }

    private static byte[] head(URI to, String path, String cookie, int length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\nConnection: close\r\n"
                        + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\nOrigin: " + to + "\r\n")
                        + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: " + length
                        + "\r\n\r\n")
                .getBytes(UTF_8);
    }

    private static byte[] form(Map<String, String> fields, byte[] file) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (var field : fields.entrySet()) {
            form.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                            + field.getValue() + "\r\n")
                    .getBytes(UTF_8));
        }
        form.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"teapot.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(UTF_8));
        form.write(file);
        form.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return form.toByteArray();
    }

    private static void connect(Socket socket, URI to) throws IOException {
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), MILLIS);
        socket.setSoTimeout(MILLIS);
    }
}
