package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisScriptTest {
    @Test
    void aShiftedClockMakesAnotherScriptAndTheSameShiftTheSameOne() {
        RedisScript.Variant real = TestScripts.CLOCK.variant(0);
        RedisScript.Variant hour = TestScripts.CLOCK.variant(3_600_000_000L);

        assertThat(real.text()).startsWith("local offset_us = 0\n").contains("redis.call('TIME')");
        assertThat(hour.text()).startsWith("local offset_us = 3600000000\n");
        assertThat(hour.sha1()).isNotEqualTo(real.sha1()).matches("[0-9a-f]{40}");
        assertThat(TestScripts.CLOCK.variant(3_600_000_000L)).isSameAs(hour);
        assertThat(TestScripts.CLOCK.variant(0)).isSameAs(real);
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
        ScriptReply number = new ScriptReply(5L, false);

        assertThatThrownBy(number::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The script answered a number, not a string");
        assertThatThrownBy(number::list).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(new ScriptReply(null, false)::integer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("null");
        assertThat(new ScriptReply(List.of(1L), true).list().get(0).resent()).isTrue();
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
