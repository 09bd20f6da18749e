package dev.unpin.examples.shop.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.unpin.http.RequestHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only field of a form with a file, as a stream: its length follows from that of the request, so nothing need be
 * searched for its end, nor kept in memory.
 */
final class FilePart {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data; *boundary=\"?([!-~&&[^\"]]{1,70})\"?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,15}");
    private static final Pattern TYPE = Pattern.compile("(?i)\r\ncontent-type: *([^\r]+)");
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};
    private static final int MAX_HEADER_BYTES = 4 * 1024;

    private final InputStream body;
    private final String type;
    private final byte[] trailer;
    private final long length;

    private FilePart(InputStream body, String type, byte[] trailer, long length) {
        this.body = body;
        this.type = type;
        this.trailer = trailer;
        this.length = length;
    }

    /**
     * Reads up to where the file begins.
     *
     * @throws FormRefusedException if the request is not such a form
     * @throws IOException if the connection breaks
     */
    static FilePart of(RequestHeaders headers, InputStream body) throws IOException {
        String contentType = headers.first("Content-Type");
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        String told = headers.first("Content-Length");
        if (!boundary.matches() || told == null || !LENGTH.matcher(told).matches()) {
            throw new FormRefusedException("this is no form with a file");
        }
        String line = "--" + boundary.group(1);
        String head = head(body);
        byte[] trailer = ("\r\n" + line + "--\r\n").getBytes(ISO_8859_1);
        long length = Long.parseLong(told) - head.length() - trailer.length;
        Matcher type = TYPE.matcher(head);
        if (length < 0 || !head.startsWith(line + "\r\n") || !type.find()) {
            throw new FormRefusedException("the form does not begin with a file, or ends before it does");
        }
        return new FilePart(body, type.group(1).strip(), trailer, length);
    }

    private static String head(InputStream body) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ended = 0;
        while (ended < END_OF_HEADERS.length) {
            int next = body.read();
            if (next < 0 || head.size() == MAX_HEADER_BYTES) {
                throw new FormRefusedException("the headers of the form's field have no end");
            }
            head.write(next);
            ended = next == END_OF_HEADERS[ended] ? ended + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    /** Returns what the browser takes the file for. */
    String type() {
        return type;
    }

    long length() {
        return length;
    }

    /** Returns the rest of the request, which begins with the file. */
    InputStream stream() {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int most) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int got = body.read(target, offset, (int) Math.min(most, left));
                left -= Math.max(0, got);
                return got;
            }
        };
    }

    /**
     * Expects, after the file was read, that the form ends with it: else that was not all of the file, or not only.
     *
     * @throws FormRefusedException if it goes on
     */
    void requireEnd() throws IOException {
        if (!Arrays.equals(body.readNBytes(trailer.length + 1), trailer)) {
            throw new FormRefusedException("the form has more fields than one, or is cut off");
        }
    }
}
