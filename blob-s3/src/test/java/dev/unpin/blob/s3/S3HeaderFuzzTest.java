package dev.unpin.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.LimitExceededException;
import dev.unpin.blob.BlobAttributes;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.PutOptions;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever somebody gives for a key, a name or a value: it arrives in its own place, or is refused. */
class S3HeaderFuzzTest {
    private static final long SEED = 20261125;
    private static final int ROUNDS = 400;
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        ": ",
        "x-amz-acl: public-read",
        "If-Match",
        "\u0000",
        "é",
        "😀",
        "\u2028",
        "..",
        "/",
        "?acl",
        "#",
        "%2e%2e",
        "%",
        "+",
        "&",
        " ",
        "\"",
        "<",
        "${filename}",
        "a",
        "Z",
        "\ud800",
        ";",
        "=",
        "text/html",
        "'"
    };
    private static final Pattern KNOWN = Pattern.compile("host|content-(length|type|disposition)|cache-control|expect"
            + "|authorization|user-agent|connection|amz-sdk-(invocation-id|request)"
            + "|x-amz-(date|content-sha256|checksum-crc32c|sdk-checksum-algorithm)|x-amz-meta-[a-z0-9-]+");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @Test
    void nothingThatIsGivenBecomesAHeaderOrAnotherPath() {
        Random random = new Random(SEED);
        int sent = 0;
        int refused = 0;
        try (ScriptedS3 s3 = new ScriptedS3(ScriptedS3.stored());
                S3BlobStore store = s3.store().build()) {
            Blobs blobs = Blobs.create(store).scoped("tenant");
            for (int round = 0; round < ROUNDS; round++) {
                String key = random.nextInt(3) == 0 ? "k" + round : text(random);
                Consumer<PutOptions> options = hostile(random);
                int before = s3.requests().size();
                try {
                    blobs.put(key, BlobSource.of("x"), options);
                } catch (IllegalArgumentException | LimitExceededException fine) {
                    assertThat(s3.requests()).hasSize(before);
                    refused++;
                    continue;
                }
                sent++;
                ScriptedS3.Request request = s3.request(before);
                assertThat(request.uri().getPath())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo("/unpin/tenant/" + key);
                assertThat(request.uri().getRawQuery()).isNull();
                assertThat(request.headers().keySet())
                        .as("seed %d, round %d", SEED, round)
                        .allMatch(name -> KNOWN.matcher(name).matches());
                assertThat(request.headers().values())
                        .allSatisfy(values -> assertThat(values).hasSize(1));
            }
        }
        assertThat(sent).isGreaterThan(ROUNDS / 10);
        assertThat(refused).isGreaterThan(ROUNDS / 10);
    }

    private static Consumer<PutOptions> hostile(Random random) {
        String value = text(random);
        return switch (random.nextInt(5)) {
            case 0 -> o -> o.fileName(value);
            case 1 -> o -> o.contentType(value);
            case 2 -> o -> o.attributes(BlobAttributes.none().withMetadata("note", value));
            case 3 -> o -> o.attributes(BlobAttributes.none().withMetadata(value, "x"));
            default -> o -> o.attributes(BlobAttributes.none().withCacheControl(value));
        };
    }
}
