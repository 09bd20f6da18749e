package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * With a Jedis that is too old on the class path, which a second run of the tests sees to, a service does not start.
 */
@EnabledIfSystemProperty(named = "unpin.jedis", matches = "6\\..*")
class RefusedJedisTest {
    @Test
    void anOldJedisFailsAtTheStartWithThePropertyToSet() {
        assertThatThrownBy(() -> RedisBackend.connect("redis://localhost", "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Jedis must be 7.4 or newer")
                .hasMessageContaining("jedis.version");
    }
}
