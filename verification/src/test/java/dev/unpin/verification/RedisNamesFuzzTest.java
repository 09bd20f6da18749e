package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.redis.RedisBackend;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;

/** What services may put into the address of a Redis, and users into the names of its keys. */
class RedisNamesFuzzTest {
    private static final String PASSWORD = "hunter2";
    private static final RedisBackend REDIS = RedisBackend.connect("redis://localhost", "n");

    @FuzzTest
    void anyAddressIsTakenOrRefusedAsSuch(byte[] input) {
        connect(new String(input, UTF_8));
    }

    /** The input's lines stand before and behind the password. */
    @FuzzTest
    void noMessageShowsAPassword(byte[] input) {
        String text = new String(input, UTF_8);
        int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
        String uri = "redis://" + text.substring(0, end) + ":" + PASSWORD
                + text.substring(end).replaceFirst("\n", "");

        assertThat(connect(uri)).doesNotContain(PASSWORD);
    }

    /** What it says for itself: the backend, or the exception and its cause. */
    private static String connect(String uri) {
        try (RedisBackend redis = RedisBackend.connect(uri, "test")) {
            return redis.toString();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("allowed is redis[s]://");
            return e + " " + e.getCause();
        }
    }

    @FuzzTest
    void theNameOfAKeyTellsWhatItWasMadeOf(byte[] input) {
        String text = new String(input, UTF_8);

        name(text, "id").ifPresent(name -> {
            assertThat(name).startsWith("n:{").endsWith("}:kind:id");
            assertReadable(name.substring(3, name.length() - "}:kind:id".length()), text);
        });
        name("tag", text).ifPresent(name -> {
            assertThat(name).startsWith("n:{tag}:kind:");
            assertReadable(name.substring("n:{tag}:kind:".length()), text);
        });
    }

    /** That the text can be read back from its escaped form proves that no other text has the same one. */
    private static void assertReadable(String escaped, String text) {
        assertThat(escaped)
                .matches("([A-Za-z0-9._~@/+=-]|%[0-9A-F]{2}){1,1024}")
                .hasSizeLessThanOrEqualTo(1024);
        assertThat(URLDecoder.decode(escaped.replace("+", "%2B"), UTF_8)).isEqualTo(text);
    }

    private static Optional<String> name(String tag, String id) {
        try {
            List<String> names = REDIS.keys(tag).key("kind", id).names();
            assertThat(names).hasSize(1);
            return Optional.of(names.get(0));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("1 to 1024 are allowed");
            assertThat(tag.isEmpty() || id.isEmpty() || tag.length() + id.length() > 1024 / 9)
                    .isTrue();
            return Optional.empty();
        }
    }
}
