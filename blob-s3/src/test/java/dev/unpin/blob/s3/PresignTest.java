package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.blob.BlobAttributes;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobLinks;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.UploadTicket;
import dev.unpin.blob.Uploads;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PresignPostRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.http.SignedRequest;
import dev.unpin.s3.embedded.EmbeddedS3;
import dev.unpin.seal.SealKeys;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What was signed works for a plain HTTP client that sends just that, and for nothing else. S3Proxy checks it. */
class PresignTest {
    private static final EmbeddedS3 SERVER = EmbeddedS3.startOwn();
    private static final Stores STORES =
            Stores.connect(() -> Stores.builder(SERVER.endpoint()).profile(S3Profile.AWS), request -> false);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final S3BlobStore store = STORES.next();
    private final String prefix = "p-" + UUID.randomUUID();
    private final Blobs blobs = Blobs.create(store).scoped(prefix);

    @AfterAll
    static void stop() {
        STORES.close();
        SERVER.close();
    }

    private static HttpResponse<String> send(SignedRequest signed, String body) throws Exception {
        return send(signed, body, signed.headers());
    }

    private static HttpResponse<String> send(SignedRequest signed, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.uri())
                .method(
                        signed.method(),
                        signed.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As a browser sends a form: the fields in order, the file last. */
    private static HttpResponse<String> post(SignedRequest signed, Map<String, String> fields, String content)
            throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            part(body, "name=\"" + field.getKey() + "\"", field.getValue());
        }
        part(body, "name=\"file\"; filename=\"any.png\"", content);
        body.writeBytes("--XyZ--\r\n".getBytes(UTF_8));
        return CLIENT.send(
                HttpRequest.newBuilder(signed.uri())
                        .header("Content-Type", "multipart/form-data; boundary=XyZ")
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void part(ByteArrayOutputStream body, String disposition, String value) {
        body.writeBytes(("--XyZ\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n")
                .getBytes(UTF_8));
    }

    @Test
    void aLinkIsSavedAsAFileWithTheNameThatWasSaid() throws Exception {
        blobs.put("a b+c/ü.txt", BlobSource.of("hello"), o -> o.contentType("text/plain"));
        long before = STORES.sent();
        SignedRequest link = BlobLinks.create(blobs).get("a b+c/ü.txt", LIFETIME, o -> o.fileName("Größe \"x\".txt"));
        assertThat(STORES.sent()).isEqualTo(before);

        HttpResponse<String> answer = send(link, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;");
        assertThat(link.toString()).doesNotContain("X-Amz-Signature").doesNotContain("txt");
        SignedRequest tampered = new SignedRequest(
                "GET", URI.create(link.uri().toString().replace("%C3%BC", "u")), link.headers(), Map.of());
        assertThat(send(tampered, "").statusCode()).isEqualTo(403);
    }

    @Test
    void aSignedPutTakesExactlyWhatWasSigned() throws Exception {
        SignedRequest put = BlobLinks.create(blobs).put("k", LIFETIME, 5, "image/png");

        assertThat(put.headers().keySet()).noneMatch(name -> name.equalsIgnoreCase("Host"));
        Map<String, String> otherType = new LinkedHashMap<>(put.headers());
        otherType.replaceAll((name, value) -> name.equalsIgnoreCase("Content-Type") ? "text/html" : value);
        assertThat(send(put, "hello", otherType).statusCode()).isEqualTo(403);
        assertThat(send(put, "longer").statusCode()).isEqualTo(403);
        assertThat(send(put, "less").statusCode()).isEqualTo(403);
        assertThat(blobs.find("k")).isEmpty();

        assertThat(send(put, "hello").statusCode()).isEqualTo(200);
        BlobInfo info = blobs.get("k");
        assertThat(info.size()).isEqualTo(5);
        assertThat(info.attributes().contentType()).contains("image/png");
    }

    @Test
    void aSignedPutThatCreatesNeverOverwrites() throws Exception {
        BlobHead head = new BlobHead("text/plain", "no-store", "attachment; filename=\"a.txt\"", Map.of("owner", "o"));
        SignedRequest put = store.presignPut(
                new PresignPutRequest(prefix + "/once", head, 5, crc("hello"), Condition.absent(), LIFETIME));

        assertThat(send(put, "hello").statusCode()).isEqualTo(200);
        assertThat(send(put, "hello").statusCode()).isEqualTo(412);

        BlobHead stored = store.stat(prefix + "/once").orElseThrow().head();
        assertThat(stored).isEqualTo(head);
    }

    private static long crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return crc.getValue();
    }

    private SignedRequest form(String key, Duration lifetime) {
        return store.presignPost(new PresignPostRequest(
                prefix + "/" + key,
                new BlobHead("image/png", "no-store", null, Map.of("owner", "user 42")),
                2,
                10,
                null,
                lifetime));
    }

    @Test
    void aFormTakesWhatIsWithinItsBounds() throws Exception {
        long before = STORES.sent();
        SignedRequest form = form("posted é", LIFETIME);
        assertThat(STORES.sent()).isEqualTo(before);

        assertThat(post(form, form.fields(), "0123456789").statusCode()).isBetween(200, 204);

        BlobInfo info = blobs.get("posted é");
        assertThat(info.size()).isEqualTo(10);
        assertThat(info.attributes().contentType()).contains("image/png");
    }

    @Test
    void aFormIsRefusedWhenAnythingElseIsSent() throws Exception {
        SignedRequest form = form("k", LIFETIME);

        assertThat(post(form, form.fields(), "0123456789a").statusCode()).isEqualTo(400);
        assertThat(post(form, form.fields(), "0").statusCode()).isEqualTo(400);
        for (Map.Entry<String, String> wrong : Map.of(
                        "key",
                        prefix + "/other",
                        "Content-Type",
                        "text/html",
                        "x-amz-meta-owner",
                        "user 1",
                        "x-amz-signature",
                        "0".repeat(64))
                .entrySet()) {
            Map<String, String> fields = new LinkedHashMap<>(form.fields());
            fields.put(wrong.getKey(), wrong.getValue());
            assertThat(post(form, fields, "01234").statusCode())
                    .as(wrong.getKey())
                    .isEqualTo(403);
        }
        SignedRequest expired = form("k", Duration.ofSeconds(-1));
        assertThat(post(expired, expired.fields(), "01234").statusCode()).isEqualTo(403);
        assertThat(blobs.list(o -> {})).isEmpty();
    }

    @Test
    void noFormLetsTheClientNameTheBlob() {
        assertThatThrownBy(() -> form("${filename}", LIFETIME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUploadStraightFromTheBrowserIsAcceptedByAnotherInstance() throws Exception {
        SealKeys keys = SealKeys.of("k", new byte[32]);
        Uploads here =
                Uploads.builder(blobs, keys).types("text/plain").maxBytes(1000).build();
        Uploads there = Uploads.builder(Blobs.create(STORES.next()).scoped(prefix), keys)
                .types("text/plain")
                .maxBytes(1000)
                .build();
        long before = STORES.sent();
        UploadTicket ticket = here.issue("user-42", "notes/1", o -> o.crc32c(crc("my note")));
        assertThat(STORES.sent()).isEqualTo(before);

        assertThat(post(ticket.request(), ticket.request().fields(), "my note").statusCode())
                .isBetween(200, 204);
        BlobInfo info = there.accept("user-42", ticket.receipt());

        assertThat(info.key()).isEqualTo("notes/1");
        try (BlobReader reader = blobs.open("notes/1")) {
            assertThat(new String(reader.readAllBytes(), UTF_8)).isEqualTo("my note");
        }
        assertThat(blobs.get("notes/1").attributes())
                .isEqualTo(BlobAttributes.none().withContentType("text/plain"));
        assertThat(there.accept("user-42", ticket.receipt())).isEqualTo(blobs.get("notes/1"));
        assertThat(blobs.list(o -> {}).map(entry -> entry.name())).containsExactly("notes/1");
    }

    @Test
    void browsersAreSentToThePublicAddress() {
        try (S3BlobStore inside = Stores.builder(SERVER.endpoint())
                        .publicEndpoint(URI.create("https://files.example"))
                        .profile(S3Profile.MINIO)
                        .build();
                S3BlobStore amazon = S3BlobStore.builder("photos")
                        .region("eu-central-1")
                        .credentials("AK", "secret")
                        .build()) {
            assertThat(BlobLinks.create(Blobs.create(inside)).get("k", LIFETIME).uri())
                    .hasHost("files.example")
                    .hasPath("/unpin/k");
            SignedRequest form = inside.presignPost(
                    new PresignPostRequest("k", new BlobHead(null, null, null, Map.of()), 1, 2, null, LIFETIME));
            assertThat(form.uri()).isEqualTo(URI.create("https://files.example/unpin/"));
            SignedRequest atAmazon = amazon.presignPost(
                    new PresignPostRequest("k", new BlobHead(null, null, null, Map.of()), 1, 2, null, LIFETIME));
            assertThat(atAmazon.uri()).isEqualTo(URI.create("https://photos.s3.eu-central-1.amazonaws.com/"));
        }
    }
}
