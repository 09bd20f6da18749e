package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.UnifiedJedis;

/** The build runs this module's tests on two releases of Jedis; that it really does is not taken for granted. */
@EnabledIfSystemProperty(named = "unpin.jedis", matches = ".+")
class JedisOnClassPathTest {
    @Test
    void theTestsRunOnTheJedisThatTheyClaim() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(
                UnifiedJedis.class.getClassLoader().getResourceAsStream("redis/clients/jedis/pom.properties"))) {
            properties.load(in);
        }
        assertThat(properties.getProperty("version")).isEqualTo(System.getProperty("unpin.jedis"));
    }
}
