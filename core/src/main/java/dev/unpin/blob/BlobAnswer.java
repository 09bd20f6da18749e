package dev.unpin.blob;

import dev.unpin.http.HttpHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP answer for a blob: status, header fields, and a body that streams. To be closed, also when it was not read to
 * its end; that is immediate. Not thread-safe.
 *
 * <p>The status is 200; 206 for one range; 304 or 412 where the request's conditions say so (RFC 9110, section 13.2);
 * or 416. Several ranges in one request are answered with the whole blob, which RFC 9110 allows, since thousands of
 * them would cost more than they serve.
 *
 * <p>The fields keep what strangers have uploaded from running as a page of the service: {@code nosniff}; types that
 * browsers run (HTML, SVG, XML, scripts, and all unknown ones) become {@code application/octet-stream}; and it is saved
 * as a file unless {@link AnswerOptions#inline} was chosen and the type is a harmless one, which is then sandboxed too.
 * Better still is a domain of its own for what users upload.
 */
public final class BlobAnswer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    private final int status;
    private final List<HttpHeader> headers;
    private final long length;
    private final InputStream body;

    BlobAnswer(int status, List<HttpHeader> headers, long length, InputStream body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.length = length;
        this.body = body;
    }

    /**
     * Returns the status.
     *
     * @return 200, 206, 304, 412 or 416
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields, all but {@code Content-Length}, which an adapter writes.
     *
     * @return an unmodifiable list in the order of sending
     */
    public List<HttpHeader> headers() {
        return headers;
    }

    /**
     * Returns the value of a header field.
     *
     * @param name the name, compared regardless of case
     * @return the value, or empty if there is no such field
     */
    public Optional<String> header(String name) {
        Objects.requireNonNull(name, "name");
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HttpHeader::value)
                .findFirst();
    }

    /**
     * Returns the length of the body; for {@code HEAD}, of the one that {@code GET} would have.
     *
     * @return in bytes; 0 for 304, 412 and 416
     */
    public long bodyLength() {
        return length;
    }

    /**
     * Returns the body.
     *
     * @return a stream, closed with this; it throws a {@link BlobIntegrityException} rather than give out a damaged
     *     blob as a whole one: let the connection break then
     */
    public InputStream body() {
        return body;
    }

    /**
     * Writes the body; neither flushes nor closes.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeBodyTo(OutputStream out) throws IOException {
        body.transferTo(out);
    }

    /** Ends this, however much of the body is left. May be repeated. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("a blob's content could not be closed", e);
        }
    }
}
