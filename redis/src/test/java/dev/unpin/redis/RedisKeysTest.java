package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

class RedisKeysTest {
    @Test
    void keysReadNamespaceTagKindId() {
        RedisKeys keys = RedisKeys.of("shop", "u1").key("session").key("item", "a/1");

        assertThat(keys.names()).containsExactly("shop:{u1}:session", "shop:{u1}:item:a/1");
    }

    @Test
    void addingAKeyLeavesTheOthersAlone() {
        RedisKeys one = RedisKeys.of("shop", "u1").key("session");

        one.key("other");

        assertThat(one.names()).hasSize(1);
    }

    @Test
    void theSlotIsTheServersWhateverTheTag() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            RedisKeys keys =
                    RedisKeys.of("n.s-1", text(random)).key("k", text(random)).key("j");
            for (String name : keys.names()) {
                assertThat(JedisClusterCRC16.getSlot(name)).as(name).isEqualTo(keys.slot());
            }
        }
    }

    @Test
    void differentTextsNeverMeetInOneKey() {
        Random random = new Random(8);
        Set<String> texts = new HashSet<>(Set.of("a:b", "a%3Ab", "a}b", "{a}", "a b", "a\u00e4", "a\0", "%"));
        while (texts.size() < 2000) {
            texts.add(text(random));
        }
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            names.addAll(RedisKeys.of("n", text).key("k").names());
            names.addAll(RedisKeys.of("n", "t").key("k", text).names());
        }
        assertThat(names).hasSize(2 * texts.size());
    }

    /** Well-formed texts: half a surrogate pair has no bytes of its own. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0x180));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a:b", "{a}", "a b", "ä", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void namespacesAndKindsAreCheckedAndShown(String name) {
        assertThatThrownBy(() -> RedisBackend.builder(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespace is '" + name + "'")
                .hasMessageContaining("1 to 64");
        RedisKeys keys = RedisKeys.of("n", "t");
        assertThatThrownBy(() -> keys.key(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsAndIdsAreNeitherEmptyNorHuge() {
        assertThatThrownBy(() -> RedisKeys.of("n", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> RedisKeys.of("n", "t").key("k", "x".repeat(1025)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024");
    }

    @Test
    void textFormsHideIdsAndValues() {
        assertThat(RedisKeys.of("n", "secret").key("k", "secret").toString()).doesNotContain("secret");
        assertThat(ScriptArgs.of().add("secret").toString()).isEqualTo("1 arguments");
        assertThat(new ScriptReply("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString())
                .isEqualTo("a string");
    }
}
