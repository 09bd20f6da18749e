package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.http.HttpHeader;
import dev.unpin.http.Preconditions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BlobAnswerTest {
    private final Blobs blobs = Blobs.create(MemoryBlobStore.create());
    private final BlobInfo info =
            blobs.put("docs/k.txt", BlobSource.of("0123456789"), o -> o.contentType("text/plain"));

    /** What was answered, read to its end. */
    private record Seen(int status, Map<String, String> headers, String body, long length) {
        String get(String name) {
            return headers.getOrDefault(name, "(none)");
        }
    }

    private Seen answer(Map<String, String> request) {
        return answer("docs/k.txt", request, o -> {});
    }

    private Seen answer(String key, Map<String, String> request, Consumer<AnswerOptions> options) {
        Map<String, String> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(request);
        try (BlobAnswer answer = blobs.answer(key, caseless::get, options)) {
            return see(answer);
        }
    }

    private static Seen see(BlobAnswer answer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try {
            answer.writeBodyTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (HttpHeader header : answer.headers()) {
            assertThat(headers.put(header.name(), header.value())).isNull();
        }
        return new Seen(answer.status(), headers, body.toString(UTF_8), answer.bodyLength());
    }

    @Test
    void aPlainRequestGetsTheWholeBlob() {
        Seen seen = answer(Map.of());

        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.body()).isEqualTo("0123456789");
        assertThat(seen.length()).isEqualTo(10);
        assertThat(seen.headers())
                .containsOnlyKeys(
                        "Content-Type",
                        "Content-Disposition",
                        "X-Content-Type-Options",
                        "Accept-Ranges",
                        "ETag",
                        "Last-Modified",
                        "Cache-Control")
                .containsEntry("Content-Type", "text/plain")
                .containsEntry("Content-Disposition", "attachment; filename=\"k.txt\"")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Accept-Ranges", "bytes")
                .containsEntry("ETag", info.version().etag())
                .containsEntry("Cache-Control", "private, no-cache");
    }

    @Test
    void oneRangeIsAnsweredWithThatRange() {
        assertRange("bytes=0-3", "0123", "bytes 0-3/10");
        assertRange("bytes=4-", "456789", "bytes 4-9/10");
        assertRange("bytes=-3", "789", "bytes 7-9/10");
        assertRange("bytes=-30", "0123456789", "bytes 0-9/10");
        assertRange("Bytes= 8-99999999999999999999999 ", "89", "bytes 8-9/10");
        assertRange("bytes=0-0", "0", "bytes 0-0/10");
        assertRange("bytes=00-0000000000000000000001", "01", "bytes 0-1/10");
    }

    private void assertRange(String range, String body, String contentRange) {
        Seen seen = answer(Map.of("Range", range));
        assertThat(seen.status()).as(range).isEqualTo(206);
        assertThat(seen.body()).isEqualTo(body);
        assertThat(seen.length()).isEqualTo(body.length());
        assertThat(seen.get("Content-Range")).isEqualTo(contentRange);
        assertThat(seen.get("ETag")).isEqualTo(info.version().etag());
    }

    @Test
    void aRangeOfNothingIsToldWithTheSize() {
        for (String range : new String[] {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"}) {
            Seen seen = answer(Map.of("Range", range));
            assertThat(seen.status()).as(range).isEqualTo(416);
            assertThat(seen.get("Content-Range")).isEqualTo("bytes */10");
            assertThat(seen.body()).isEmpty();
        }
    }

    @Test
    void rangesThatAreNotFollowedGetTheWholeBlob() {
        for (String range : new String[] {
            "bytes=0-1,3-4",
            "bytes=0-0," + "1-1,".repeat(10_000),
            "bytes=5-2",
            "bytes=",
            "bytes=-",
            "bytes",
            "lines=1-2",
            "bytes=a-b",
            "bytes=0-1-2",
            "bytes=+0-1",
            ""
        }) {
            Seen seen = answer(Map.of("Range", range));
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.body()).isEqualTo("0123456789");
        }
    }

    @Test
    void whoHasTheBlobIsToldSo() {
        Seen seen = answer(Map.of("If-None-Match", "\"x\", W/" + info.version().etag(), "Range", "bytes=0-1"));

        assertThat(seen.status()).isEqualTo(304);
        assertThat(seen.body()).isEmpty();
        assertThat(seen.headers()).containsOnlyKeys("ETag", "Last-Modified", "Cache-Control");
        assertThat(answer(Map.of("If-None-Match", "*")).status()).isEqualTo(304);
        assertThat(answer(Map.of("If-None-Match", "\"x\"")).status()).isEqualTo(200);
        String date = Preconditions.date(info.modified().orElseThrow());
        assertThat(answer(Map.of("If-Modified-Since", date)).status()).isEqualTo(304);
    }

    @Test
    void whoWantsAnotherBlobIsRefused() {
        assertThat(answer(Map.of("If-Match", "\"x\"")).status()).isEqualTo(412);
        assertThat(answer(Map.of("If-Match", "\"x\"")).headers()).isEmpty();
        assertThat(answer(Map.of("If-Match", info.version().etag(), "Range", "bytes=2-3"))
                        .body())
                .isEqualTo("23");
    }

    @Test
    void ifRangeKeepsPiecesOfTwoBlobsApart() {
        String etag = info.version().etag();
        assertThat(answer(Map.of("Range", "bytes=2-3", "If-Range", etag)).status())
                .isEqualTo(206);
        blobs.put("docs/k.txt", BlobSource.of("abc"));

        Seen seen = answer(Map.of("Range", "bytes=2-", "If-Range", etag));
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.body()).isEqualTo("abc");
        // The old blob had these bytes, and the new one does not.
        assertThat(answer(Map.of("Range", "bytes=8-9", "If-Range", etag)).status())
                .isEqualTo(200);
        for (String weak : new String[] {"W/" + etag, "Sun, 06 Nov 1994 08:49:37 GMT", "nonsense"}) {
            assertThat(answer(Map.of("Range", "bytes=0-0", "If-Range", weak)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void anEmptyBlobIsAnEmptyAnswer() {
        blobs.put("empty", BlobSource.of(""));

        assertThat(answer("empty", Map.of(), o -> {}).length()).isZero();
        assertThat(answer("empty", Map.of("Range", "bytes=0-"), o -> {}).status())
                .isEqualTo(416);
    }

    @Test
    void anAbsentBlobIsAProblemOfItsOwn() {
        assertThatThrownBy(() -> blobs.answer("absent", name -> null)).isInstanceOf(BlobNotFoundException.class);
        assertThatThrownBy(() -> blobs.answer("absent", Map.of("If-None-Match", "*")::get))
                .isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void headTellsTheSameWithoutTheBody() {
        try (BlobAnswer head = blobs.answerHead("docs/k.txt", name -> null, o -> {})) {
            Seen seen = see(head);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.body()).isEmpty();
            assertThat(seen.length()).isEqualTo(10);
            assertThat(seen.headers()).isEqualTo(answer(Map.of()).headers());
        }
        try (BlobAnswer head = blobs.answerHead("docs/k.txt", Map.of("If-None-Match", "*")::get, o -> {})) {
            assertThat(head.status()).isEqualTo(304);
        }
    }

    @Test
    void whatBrowsersRunIsToldAsPlainBytes() {
        for (String type : new String[] {
            "text/html",
            "text/html; charset=utf-8",
            "TEXT/HTML",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/xml",
            "application/javascript",
            "text/javascript",
            "application/x-shockwave-flash",
            "multipart/related",
            "message/rfc822",
            "application/vnd.wap.xhtml+xml",
            "text/css",
            "video/x.html",
            "x/unknown"
        }) {
            blobs.put("k", BlobSource.of("x"), o -> o.contentType(type));
            Seen seen = answer("k", Map.of(), AnswerOptions::inline);
            assertThat(seen.get("Content-Type")).as(type).isEqualTo("application/octet-stream");
            assertThat(seen.get("Content-Disposition")).startsWith("attachment;");
        }
    }

    @Test
    void harmlessTypesAreShownIfThatWasChosen() {
        for (String type :
                new String[] {"image/png", "IMAGE/JPEG", "video/mp4", "audio/ogg", "text/plain; charset=utf-8"}) {
            blobs.put("k", BlobSource.of("x"), o -> o.contentType(type));
            Seen shown = answer("k", Map.of(), AnswerOptions::inline);
            assertThat(shown.get("Content-Type")).isEqualTo(type);
            assertThat(shown.get("Content-Disposition")).as(type).startsWith("inline;");
            assertThat(shown.get("Content-Security-Policy")).isEqualTo("sandbox");
            assertThat(answer("k", Map.of(), o -> {}).get("Content-Disposition"))
                    .startsWith("attachment;");
        }
        blobs.put("k", BlobSource.of("x"), o -> o.contentType("application/pdf"));
        assertThat(answer("k", Map.of(), AnswerOptions::inline).get("Content-Disposition"))
                .startsWith("attachment;");
    }

    @Test
    void namesAndDirectionsCanBeGiven() {
        blobs.put(
                "k",
                BlobSource.of("x"),
                o -> o.attributes(
                        BlobAttributes.none().withFileName("März.pdf").withCacheControl("public, max-age=60")));
        Seen stored = answer("k", Map.of(), o -> {});
        assertThat(stored.get("Content-Disposition")).contains("filename*=UTF-8''M%C3%A4rz.pdf");
        assertThat(stored.get("Cache-Control")).isEqualTo("public, max-age=60");

        Seen given = answer("k", Map.of(), o -> o.fileName("../x\r\ny\".pdf").cacheControl("no-store"));
        assertThat(given.get("Content-Disposition")).contains("filename=\"xy_.pdf\"");
        assertThat(given.get("Cache-Control")).isEqualTo("no-store");
        assertThatThrownBy(() -> answer("k", Map.of(), o -> o.cacheControl("a\r\nb: c")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noRequestBreaksAnAnswer() {
        Random random = new Random(13);
        String[] names = {"Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"};
        String[] pieces = {
            "bytes=",
            "0",
            "9",
            "-",
            ",",
            "\"",
            "W/",
            "*",
            info.version().etag(),
            " ",
            "\r\n",
            "\u0000",
            "ä",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "99999999999999999999",
            "="
        };
        for (int i = 0; i < 5_000; i++) {
            Map<String, String> request = new TreeMap<>();
            for (String name : names) {
                StringBuilder value = new StringBuilder();
                for (int n = random.nextInt(6); n > 0; n--) {
                    value.append(pieces[random.nextInt(pieces.length)]);
                }
                if (random.nextInt(3) == 0) {
                    request.put(name, value.toString());
                }
            }
            Seen seen = answer(request);
            assertThat(seen.status()).as(request.toString()).isIn(200, 206, 304, 412, 416);
            assertThat(seen.length()).isEqualTo(seen.body().length());
            assertThat("0123456789").contains(seen.body());
        }
    }
}
