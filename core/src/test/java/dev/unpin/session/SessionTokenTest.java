package dev.unpin.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.seal.SecretHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final String ID = "AAECAwQFBgcICQoLDA0ODw";
    private static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @Test
    void readsItsOwnTextAndNothingElseIsEqual() {
        SessionToken token = SessionToken.create(new SecureRandom());

        assertThat(SessionToken.parse(token.text())).contains(token);
        assertThat(token.text()).matches("v1\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");
        assertThat(token).isNotEqualTo(token.renew(new SecureRandom()));
    }

    @Test
    void hasTheFormThatIsStoredInBrowsers() {
        SessionToken token = SessionToken.parse("v1." + ID + "." + SECRET).orElseThrow();

        assertThat(token.id()).isEqualTo(ID);
        assertThat(token.secretHash())
                .isEqualTo(SecretHash.ofSecret(Base64.getUrlDecoder().decode(SECRET)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v1.",
                "v1..",
                "v2." + ID + "." + SECRET,
                "V1." + ID + "." + SECRET,
                "v1-" + ID + "." + SECRET,
                ID + "." + SECRET,
                "v1." + ID,
                "v1." + ID + ".",
                "v1." + ID + "-" + SECRET,
                "v1." + ID + "." + SECRET + ".",
                "v1." + ID + "." + SECRET + "=",
                "v1." + ID + "." + SECRET + "A",
                " v1." + ID + "." + SECRET,
                "v1." + ID + "." + SECRET + " ",
                "\"v1." + ID + "." + SECRET + "\"",
                "v1." + SECRET + "." + ID,
                // Unused bits at the end are not zero: other spellings of the same bytes.
                "v1.AAECAwQFBgcICQoLDA0ODx." + SECRET,
                "v1." + ID + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
                // Not base64url.
                "v1.AAECAwQFBgcICQoLDA0OD+." + SECRET,
                "v1.AAECAwQFBgcICQoLDA0OD/." + SECRET,
                "v1.AAECAwQFBgcICQoLDA0O==." + SECRET,
                "v1.AAECAwQFBgcICQoLDA0O=w." + SECRET,
                "v1.AAECAwQFBgcICQoLDA0 Dw." + SECRET,
                "v1.AAECAwQFBgcICQoLDA0ÖDw." + SECRET,
                "v1." + ID + ".AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh\n",
                "v1." + ID + ".*******************************************"
            })
    void refusesEveryOtherText(String text) {
        assertThat(SessionToken.parse(text)).isEmpty();
    }

    @Test
    void neverReadsAnythingButItsOwnSpelling() {
        Random random = new Random(42);
        String valid = "v1." + ID + "." + SECRET;
        for (int i = 0; i < 20_000; i++) {
            char[] text = valid.toCharArray();
            for (int n = random.nextInt(3); n >= 0; n--) {
                text[random.nextInt(text.length)] = (char) random.nextInt(0x80);
            }
            String mutated = new String(text);

            SessionToken.parse(mutated)
                    .ifPresent(token -> assertThat(token.text()).isEqualTo(mutated));
        }
    }

    @Test
    void neverRepeats() {
        SecureRandom random = new SecureRandom();
        Set<String> seen = new HashSet<>();
        SessionToken token = SessionToken.create(random);
        for (int i = 0; i < 1_000; i++) {
            token = i % 2 == 0 ? SessionToken.create(random) : token.renew(random);
            assertThat(seen.add(token.text())).isTrue();
        }
    }

    @Test
    void renewingKeepsTheIdAndReplacesTheSecret() {
        SessionToken token = SessionToken.create(new SecureRandom());
        SessionToken renewed = token.renew(new SecureRandom());

        assertThat(renewed.id()).isEqualTo(token.id());
        assertThat(renewed.secretHash()).isNotEqualTo(token.secretHash());
    }

    @Test
    void hidesItsSecret() {
        SessionToken token = SessionToken.parse("v1." + ID + "." + SECRET).orElseThrow();

        assertThat(token.toString()).contains(ID).doesNotContain(SECRET);
        assertThat(token.secretHash().toString()).isEqualTo("SecretHash[hidden]");
    }
}
