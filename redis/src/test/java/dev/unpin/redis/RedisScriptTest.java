package dev.unpin.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisScriptTest {
    @Test
    void aShiftedClockMakesAnotherScriptAndTheSameShiftTheSameOne() {
        RedisScript.Variant real = TestScripts.CLOCK.variant(0);
        RedisScript.Variant hour = TestScripts.CLOCK.variant(3_600_000_000L);

        assertThat(text(real)).startsWith("local offset_us = 0\n").contains("redis.call('TIME')");
        assertThat(text(hour)).startsWith("local offset_us = 3600000000\n");
        assertThat(hour.hash()).isNotEqualTo(real.hash()).asString(US_ASCII).matches("[0-9a-f]{40}");
        assertThat(TestScripts.CLOCK.variant(3_600_000_000L)).isSameAs(hour);
        assertThat(TestScripts.CLOCK.variant(0)).isSameAs(real);
    }

    private static String text(RedisScript.Variant variant) {
        return new String(variant.text(), UTF_8);
    }

    @Test
    void partsPrecedeTheScriptInTheirOrder() {
        ScriptPart add = ScriptPart.load(TestScripts.class, "redis-scripts/add.lua");

        String lua = text(TestScripts.script("read.lua", Repeat.READ, ScriptPart.RECENT_WRITES, add)
                .variant(0));

        assertThat(lua).containsSubsequence("redis.call('TIME')", "writes_find", "'INCR'", "'GET'");
        assertThat(add).hasToString("add.lua");
    }

    @Test
    void missingScriptIsToldWithTheFolderToPutItIn() {
        assertThatThrownBy(() -> TestScripts.script("none.lua", Repeat.READ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis-scripts/none.lua")
                .hasMessageContaining("folder");
    }

    @Test
    void scriptsAreNamedAfterTheirFile() {
        assertThat(TestScripts.ADD.name()).isEqualTo("add.lua");
        assertThat(TestScripts.ADD.repeat()).isEqualTo(Repeat.NEVER);
        assertThat(TestScripts.ADD_ONCE).hasToString("add-once.lua (RECOGNISED_WRITE)");
    }

    @Test
    void accessorThatDoesNotFitTheReplyIsTheDriversMistake() {
        ScriptReply number = new ScriptReply(5L);

        assertThatThrownBy(number::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The script answered a number, not a string");
        assertThatThrownBy(number::list).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(new ScriptReply(null)::integer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("null");
        assertThat(new ScriptReply(List.of(1L)).list().get(0).integer()).isEqualTo(1);
    }

    @Test
    void jedisThatIsTooOldIsToldWithThePropertyToSet() {
        JedisVersion.require();
        ClassLoader withoutJedis = ClassLoader.getPlatformClassLoader();

        assertThatThrownBy(() -> JedisVersion.require(withoutJedis))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jedis.version")
                .hasMessageContaining("8.0.2");
    }
}
