package dev.unpin.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "cart", "cart.v2", "a-b_c.D9", "a..", "1e3"})
    void takesNamesThatAnyStoreCanKeep(String name) {
        assertThat(SessionKey.of(name, String.class).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                ".a",
                "-a",
                "_a",
                "~a",
                "a:b",
                "a{b}",
                "a/b",
                "a\n",
                "\na",
                "a\0",
                "ä",
                "а",
                "a\u0301",
                "\uD83E\uDD95",
                "\uD800"
            })
    void refusesAllOthers(String name) {
        assertThatThrownBy(() -> SessionKey.of(name, String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits, dots, hyphens and underscores");
    }

    @Test
    void namesHaveALongestLength() {
        assertThatCode(() -> SessionKey.of("n".repeat(SessionKey.MAX_NAME_LENGTH), String.class))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SessionKey.of("n".repeat(SessionKey.MAX_NAME_LENGTH + 1), String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 64");
    }

    @Test
    void showsItsNameAlone() {
        assertThat(SessionKey.of("cart", String.class, () -> "initial")).hasToString("SessionKey[cart]");
    }
}
