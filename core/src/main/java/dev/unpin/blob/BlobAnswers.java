package dev.unpin.blob;

import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.blob.spi.ByteRange;
import dev.unpin.http.HttpHeader;
import dev.unpin.http.Preconditions;
import dev.unpin.http.RequestHeaders;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes HTTP answers out of blobs. */
final class BlobAnswers {
    private static final String DEFAULT_CACHE_CONTROL = "private, no-cache";

    private final BlobReads reads;

    BlobAnswers(BlobReads reads) {
        this.reads = reads;
    }

    /** Most requests have no condition, and are answered from one request to the store. */
    BlobAnswer get(String key, RequestHeaders request, AnswerOptions options) {
        if (!Preconditions.areIn(request)) {
            return content(key, request, options);
        }
        BlobInfo info = info(key);
        Preconditions.Outcome outcome =
                Preconditions.evaluate(request, info.version(), info.modified().orElse(null));
        if (outcome != Preconditions.Outcome.PROCEED) {
            return withoutBody(outcome, info, options);
        }
        BlobAnswer answer = content(key, request, options);
        if (request.first("If-Match") != null
                && !answer.header("ETag").equals(Optional.of(info.version().etag()))) {
            answer.close(); // overwritten since it was judged
            return withoutBody(Preconditions.Outcome.FAILED, info, options);
        }
        return answer;
    }

    private BlobAnswer content(String key, RequestHeaders request, AnswerOptions options) {
        Optional<ByteRange> range = Optional.ofNullable(request.first("Range")).flatMap(RangeHeader::parse);
        String ifRange = request.first("If-Range");
        Version version =
                ifRange == null ? null : Preconditions.ifRange(ifRange).orElse(null);
        boolean rangeIsGood = range.isPresent() && (ifRange == null || version != null);
        return rangeIsGood ? part(key, range.get(), version, options) : whole(reads.open(key, null, null), options);
    }

    BlobAnswer head(String key, RequestHeaders request, AnswerOptions options) {
        BlobInfo info = info(key);
        Preconditions.Outcome outcome =
                Preconditions.evaluate(request, info.version(), info.modified().orElse(null));
        if (outcome != Preconditions.Outcome.PROCEED) {
            return withoutBody(outcome, info, options);
        }
        // RFC 9110, section 14.2: Range is defined for GET alone.
        return new BlobAnswer(200, contentHeaders(info, options), info.size(), InputStream.nullInputStream());
    }

    private BlobAnswer part(String key, ByteRange range, @Nullable Version version, AnswerOptions options) {
        BlobReader reader;
        try {
            reader = reads.open(key, range, version);
        } catch (BlobRangeException e) {
            BlobInfo info = info(key);
            if (version != null && !version.equals(info.version())) {
                return whole(reads.open(key, null, null), options);
            }
            return new BlobAnswer(
                    416,
                    List.of(
                            new HttpHeader("ETag", info.version().etag()),
                            new HttpHeader("Content-Range", "bytes */" + info.size())),
                    0,
                    InputStream.nullInputStream());
        } catch (PreconditionFailedException changedSinceIfRange) {
            return whole(reads.open(key, null, null), options);
        }
        List<HttpHeader> headers = contentHeaders(reader.info(), options);
        headers.add(new HttpHeader(
                "Content-Range",
                "bytes " + reader.firstByte() + "-" + (reader.firstByte() + reader.length() - 1) + "/"
                        + reader.info().size()));
        return new BlobAnswer(206, headers, reader.length(), reader);
    }

    private static BlobAnswer whole(BlobReader reader, AnswerOptions options) {
        return new BlobAnswer(200, contentHeaders(reader.info(), options), reader.length(), reader);
    }

    private static BlobAnswer withoutBody(Preconditions.Outcome outcome, BlobInfo info, AnswerOptions options) {
        boolean notModified = outcome == Preconditions.Outcome.NOT_MODIFIED;
        return new BlobAnswer(
                notModified ? 304 : 412,
                notModified ? validators(info, options) : List.of(),
                0,
                InputStream.nullInputStream());
    }

    private BlobInfo info(String key) {
        return reads.find(key).orElseThrow(() -> new BlobNotFoundException(key));
    }

    private static List<HttpHeader> contentHeaders(BlobInfo info, AnswerOptions options) {
        BlobAttributes attributes = info.attributes();
        String type = MediaTypes.told(attributes.contentType().orElse(MediaTypes.BINARY));
        boolean shown = options.isInline() && MediaTypes.mayBeShown(type);
        String name = Optional.ofNullable(options.fileName())
                .or(attributes::fileName)
                .orElseGet(() -> FileNames.clean(info.key()));
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(new HttpHeader("Content-Type", type));
        headers.add(
                new HttpHeader("Content-Disposition", FileNames.disposition(shown ? "inline" : "attachment", name)));
        headers.add(new HttpHeader("X-Content-Type-Options", "nosniff"));
        if (shown) {
            headers.add(new HttpHeader("Content-Security-Policy", "sandbox"));
        }
        headers.add(new HttpHeader("Accept-Ranges", "bytes"));
        headers.addAll(validators(info, options));
        return headers;
    }

    private static List<HttpHeader> validators(BlobInfo info, AnswerOptions options) {
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(new HttpHeader("ETag", info.version().etag()));
        info.modified().ifPresent(time -> headers.add(new HttpHeader("Last-Modified", Preconditions.date(time))));
        headers.add(new HttpHeader(
                "Cache-Control",
                Optional.ofNullable(options.cacheControl())
                        .or(() -> info.attributes().cacheControl())
                        .orElse(DEFAULT_CACHE_CONTROL)));
        return headers;
    }
}
