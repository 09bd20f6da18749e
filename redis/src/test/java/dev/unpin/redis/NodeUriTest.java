package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeUriTest {
    @ParameterizedTest
    @CsvSource({
        "redis://localhost, localhost, 6379, 0, false",
        "redis://localhost/, localhost, 6379, 0, false",
        "rediss://10.0.0.1:6380/3, 10.0.0.1, 6380, 3, true",
        "REDIS://redis_master:1, redis_master, 1, 0, false",
        "redis://[::1]:7000, ::1, 7000, 0, false",
        "redis://[::1], ::1, 6379, 0, false",
        "redis://:p@host:1, host, 1, 0, false"
    })
    void placesAreRead(String uri, String host, int port, int database, boolean tls) {
        NodeUri read = NodeUri.parse(uri, 6379);

        assertThat(read.address().getHost()).isEqualTo(host);
        assertThat(read.address().getPort()).isEqualTo(port);
        assertThat(read.database()).isEqualTo(database);
        assertThat(read.tls()).isEqualTo(tls);
    }

    @Test
    void credentialsAreDecodedAndHidden() {
        NodeUri uri = NodeUri.parse("redis://me%40here:a%3Ab%2F+c@host", 6379);

        assertThat(uri.credentials()).hasValueSatisfying(credentials -> {
            assertThat(credentials.user()).contains("me@here");
            assertThat(credentials.password()).isEqualTo("a:b/+c");
        });
        assertThat(uri.toString()).doesNotContain("a:b").doesNotContain("me@here");
        assertThat(NodeUri.parse("redis://:p@host", 6379).credentials())
                .hasValueSatisfying(
                        credentials -> assertThat(credentials.user()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "http://:hunter2@host",
                "redis://",
                "redis://hunter2@host",
                "redis://:hunter2@",
                "redis://:hunter2@host:port",
                "redis://:hunter2@host:99999",
                "redis://:hunter2@host/x",
                "redis://:hunter2@host/0?protocol=2",
                "redis://:hunter2 @host",
                "redis://:hunter2@ho st",
            })
    void malformedPlacesAreRefusedWithoutShowingThem(String uri) {
        assertThatThrownBy(() -> RedisBackend.connect(uri, "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is redis[s]://")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("hunter2"));
    }

    @Test
    void builderWantsExactlyOnePlace() {
        assertThatThrownBy(() -> RedisBackend.builder("test").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("single, sentinel, cluster or client");
        assertThatThrownBy(
                        () -> RedisBackend.builder("test").single("redis://a").cluster("redis://b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> RedisBackend.builder("test").cluster()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisBackend.builder("test")
                        .cluster("redis://:hunter2@a", "rediss://b")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("disagree")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void builderChecksItsBounds() {
        RedisBackendBuilder builder = RedisBackend.builder("test");
        assertThatThrownBy(() -> builder.deadline(Duration.ofMillis(49)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0.049S")
                .hasMessageContaining("50 ms");
        assertThatThrownBy(() -> builder.attemptTimeout(Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxConnections(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 10000");
        assertThatThrownBy(() -> builder.database(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.clientName("a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textFormOfABuilderShowsThePlaceWithoutCredentials() {
        assertThat(RedisBackend.builder("test")
                        .single("redis://me:hunter2@host:1")
                        .toString())
                .contains("host:1", "test")
                .doesNotContain("hunter2")
                .doesNotContain("me:");
    }
}
