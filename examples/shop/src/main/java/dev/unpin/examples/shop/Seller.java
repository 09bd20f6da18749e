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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A seller's browser, as far as files are concerned: it sends a form with a file, whole or half of it. */
final class Seller {
    private static final int MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;
    private static final String BOUNDARY = "----LooseLeaf7f3a91";

    private static final Pattern SERVED_BY = Pattern.compile("(?i)\r\nserved-by: *([A-Z0-9]+)");

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

    /** Sends half a picture once the instance has asked for it, and lets something happen instead of the rest. */
    void uploadHalf(URI instance, String cookie, String path, byte[] picture, Runnable instead) throws IOException {
        byte[] form = form(Map.of(), picture);
        try (Socket socket = connect(instance)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(instance, path, cookie, form.length, "Expect: 100-continue\r\n"));
            byte[] asked = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
            BrokenPromise.unless(
                    new String(asked, ISO_8859_1).equals("HTTP/1.1 100"), "the instance should ask for the picture");
            out.write(form, 0, form.length / 2);
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

    /** Gets a picture's bytes. */
    byte[] look(URI instance, String path) throws IOException {
        try (Socket socket = connect(instance)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + instance.getAuthority()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            byte[] answer = socket.getInputStream().readNBytes(MAX_ANSWER_BYTES);
            String text = new String(answer, ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0 || !text.startsWith("HTTP/1.1 200")) {
                throw new IOException("The picture should be shown, but is not");
            }
            Matcher by = SERVED_BY.matcher(text.substring(0, end));
            tally.count(by.find() ? by.group(1) : "");
            return Arrays.copyOfRange(answer, end + 4, answer.length);
        }
    }

    private static byte[] post(URI to, String path, String cookie, byte[] form) throws IOException {
        try (Socket socket = connect(to)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(to, path, cookie, form.length, ""));
            out.write(form);
            out.flush();
            InputStream in = socket.getInputStream();
            return in.readNBytes(MAX_ANSWER_BYTES);
        }
    }

    private static byte[] head(URI to, String path, String cookie, int length, String more) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + to.getAuthority() + "\r\nConnection: close\r\n"
                        + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\nOrigin: " + to + "\r\n")
                        + "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: " + length
                        + "\r\n" + more + "\r\n")
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

    private static Socket connect(URI to) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }
}
