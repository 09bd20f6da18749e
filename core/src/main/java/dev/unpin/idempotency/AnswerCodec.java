package dev.unpin.idempotency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.HttpHeader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An HTTP answer as bytes: format 1, status, number of header fields, each with its lengths, and the body; of the
 * header fields only those that may be repeated to anybody at any time. Immutable and thread-safe.
 */
final class AnswerCodec implements Codec<HttpAnswer> {
    private static final byte FORMAT = 1;
    private static final List<String> DESCRIBING = List.of(
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Content-Type",
            "ETag",
            "Last-Modified",
            "Link",
            "Location");

    /** What belongs to one client (credentials), one connection (hop by hop) or one moment. */
    private static final Set<String> NEVER = Set.of(
            "age",
            "authentication-info",
            "authorization",
            "clear-site-data",
            "connection",
            "content-length",
            "cookie",
            "date",
            "idempotency-replayed",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "set-cookie",
            "set-cookie2",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private final Set<String> kept;

    private AnswerCodec(Set<String> kept) {
        this.kept = kept;
    }

    static AnswerCodec create() {
        return new AnswerCodec(Set.of()).keeping(DESCRIBING.toArray(String[]::new));
    }

    AnswerCodec keeping(String... headers) {
        Set<String> all = new TreeSet<>(kept);
        for (String header : headers) {
            String name = new HttpHeader(header, "").name().toLowerCase(Locale.ROOT);
            if (NEVER.contains(name)) {
                throw new IllegalArgumentException("the header field " + header + " must not be repeated");
            }
            all.add(name);
        }
        return new AnswerCodec(Set.copyOf(all));
    }

    @Override
    public byte[] encode(HttpAnswer answer) {
        List<HttpHeader> headers = answer.headers().stream()
                .filter(header -> kept.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(answer.bodyLength() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(answer.status());
            out.writeShort(headers.size());
            for (HttpHeader header : headers) {
                out.writeInt(header.name().length());
                out.writeInt(header.value().length());
                out.write(header.name().getBytes(US_ASCII));
                out.write(header.value().getBytes(US_ASCII));
            }
            answer.writeBodyTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public HttpAnswer decode(byte[] stored) {
        try {
            ByteBuffer in = ByteBuffer.wrap(stored);
            if (in.get() != FORMAT) {
                throw CodecException.unreadable("a later release than this one recorded this HTTP answer", null);
            }
            int status = Short.toUnsignedInt(in.getShort());
            HttpAnswer answer = HttpAnswer.of(status);
            for (int headers = Short.toUnsignedInt(in.getShort()); headers > 0; headers--) {
                int nameLength = in.getInt();
                int valueLength = in.getInt();
                answer = answer.withAddedHeader(text(in, nameLength), text(in, valueLength));
            }
            return answer.withBody(Arrays.copyOfRange(stored, in.position(), stored.length));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw CodecException.unreadable("a recorded HTTP answer is damaged", e);
        }
    }

    private static String text(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, US_ASCII);
    }
}
