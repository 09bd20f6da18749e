package dev.unpin.s3.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class EmbeddedS3Test {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static HttpResponse<String> get(EmbeddedS3 s3, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(s3.endpoint().resolve("/" + s3.bucket() + "?list-type=2"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoDoesNotSignIsNotLetIn() throws IOException, InterruptedException {
        try (EmbeddedS3 s3 = EmbeddedS3.startOwn()) {
            assertThat(get(s3).statusCode()).isEqualTo(403);
            assertThat(s3.isOwn()).isTrue();
        }
    }

    @Test
    void pagesOfAnyOriginMayCallIt() throws IOException, InterruptedException {
        try (EmbeddedS3 s3 = EmbeddedS3.startOwn()) {
            HttpRequest preflight = HttpRequest.newBuilder(s3.endpoint().resolve("/" + s3.bucket() + "/k"))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .headers("Origin", "http://shop.example", "Access-Control-Request-Method", "PUT")
                    .build();
            HttpResponse<String> answer = CLIENT.send(preflight, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isPresent();
        }
    }

    @Test
    void severalRunSideBySideAndStopOneByOne() throws IOException, InterruptedException {
        try (EmbeddedS3 one = EmbeddedS3.startOwn();
                EmbeddedS3 two = EmbeddedS3.startOwn()) {
            assertThat(one.endpoint()).isNotEqualTo(two.endpoint());
            one.close();
            one.close();
            assertThatThrownBy(() -> get(one)).isInstanceOf(ConnectException.class);
            assertThat(get(two).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aRunningStoreIsUsedAsItIs() {
        try (EmbeddedS3 s3 = EmbeddedS3.start("https://AK:a%2Fb+c@s3.example:9000/photos?eu-central-1")) {
            assertThat(s3.isOwn()).isFalse();
            assertThat(s3.endpoint()).isEqualTo(URI.create("https://s3.example:9000"));
            assertThat(s3.bucket()).isEqualTo("photos");
            assertThat(s3.region()).isEqualTo("eu-central-1");
            assertThat(s3.accessKeyId()).isEqualTo("AK");
            assertThat(s3.secretAccessKey()).isEqualTo("a/b+c");
            assertThat(s3.toString()).isEqualTo("bucket photos at https://s3.example:9000");
        }
        assertThat(EmbeddedS3.start("http://a:b@localhost/c").region()).isEqualTo("us-east-1");
    }

    @Test
    void anAddressThatDoesNotFitIsRefusedWithoutShowingItsSecret() {
        for (String wrong : new String[] {
            "s3://a:secret@h/b",
            "http://a:secret@h",
            "http://a:secret@h/b/c",
            "http://secret@h/b",
            "http://a:secret@/b",
            "a secret"
        }) {
            assertThatThrownBy(() -> EmbeddedS3.start(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("UNPIN_S3")
                    .hasMessageNotContaining("a:secret")
                    .hasNoCause();
        }
    }
}
