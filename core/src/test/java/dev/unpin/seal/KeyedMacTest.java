package dev.unpin.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedMacTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] BYTES = "text".getBytes(UTF_8);

    private final SealKeys keys = SealKeys.of("new", KEY).alsoOpening("old", new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });
    private final KeyedMac mac = KeyedMac.create(keys, "test");

    @Test
    void aCodeStaysTheSameInEveryInstanceAndRelease() {
        assertThat(mac.of("new", BYTES).map(HexFormat.of()::formatHex))
                .isEqualTo(KeyedMac.create(SealKeys.of("new", KEY.clone()), "test")
                        .of("new", BYTES)
                        .map(HexFormat.of()::formatHex))
                .contains("19be06b3a20b2b47abf353537eff1dc72140208e155be880f2fc0337c5c0ca89");
    }

    @Test
    void codesDifferByKeyPurposeAndBytes() {
        byte[] code = mac.of("new", BYTES).orElseThrow();

        assertThat(code).hasSize(KeyedMac.LENGTH);
        assertThat(mac.of("old", BYTES).orElseThrow()).isNotEqualTo(code);
        assertThat(mac.of("new", new byte[0]).orElseThrow()).isNotEqualTo(code);
        assertThat(KeyedMac.create(keys, "other").of("new", BYTES).orElseThrow())
                .isNotEqualTo(code);
        assertThat(mac.of("unknown", BYTES)).isEmpty();
        assertThat(mac.currentKeyId()).isEqualTo("new");
    }

    @Test
    void noKeyIsShown() {
        assertThat(mac).hasToString("KeyedMac[test, SealKeys[new, old]]");
    }
}
