package dev.unpin.examples.shop.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A form is read byte for byte as it was sent; one that is not as it should be is refused, whatever it is. */
class FilePartTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String FILE = "\r\n--b\r\n\0 not the end --b--\r\n";
    private static final String FORM =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.gif\"\r\nContent-Type: image/gif\r\n\r\n"
                    + FILE + "\r\n--b--\r\n";

    @Test
    void aFileIsReadWholeEvenIfItLooksLikeAForm() throws IOException {
        FilePart file = part(TYPE, FORM);

        assertThat(file.type()).isEqualTo("image/gif");
        assertThat(file.length()).isEqualTo(FILE.length());
        assertThat(new String(file.stream().readAllBytes(), ISO_8859_1)).isEqualTo(FILE);
        file.requireEnd();
    }

    @Test
    void whatIsNoFormWithAFileIsRefused() {
        for (String type : List.of("", "text/plain", "multipart/form-data", "multipart/form-data; boundary=\"")) {
            assertRefused(type, FORM);
        }
        for (String form : List.of(
                "",
                "\r\n\r\n",
                "no form at all",
                "--c" + FORM.substring(3),
                FORM.replace("Content-Type: image/gif\r\n", ""),
                FORM.substring(0, FORM.indexOf(FILE)),
                FORM.substring(0, FORM.length() - 2),
                FORM.replace("a.gif", "a".repeat(5_000)),
                FORM + "--b\r\n")) {
            assertRefused(TYPE, form);
        }
        assertThatThrownBy(() -> FilePart.of(Map.of("Content-Type", TYPE)::get, stream(FORM)))
                .isInstanceOf(FormRefusedException.class);
    }

    @Test
    void whateverHasHappenedToAFormItIsReadOrRefused() throws IOException {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] form = FORM.getBytes(ISO_8859_1);
            for (int i = random.nextInt(4); i >= 0; i--) {
                form[random.nextInt(form.length)] = (byte) random.nextInt(256);
            }
            form = Arrays.copyOf(form, random.nextInt(form.length + 8));
            try {
                readWhole(TYPE, new String(form, ISO_8859_1));
            } catch (FormRefusedException expected) {
                assertThat(expected.effect()).as("seed " + seed).isEqualTo(Effect.REFUSED);
            }
        }
    }

    private static void assertRefused(String type, String form) {
        assertThatThrownBy(() -> readWhole(type, form))
                .as(form)
                .isInstanceOf(FormRefusedException.class)
                .extracting(e -> ((UnpinException) e).httpStatus())
                .isEqualTo(400);
    }

    private static void readWhole(String type, String form) throws IOException {
        FilePart file = part(type, form);
        file.stream().readAllBytes();
        file.requireEnd();
    }

    private static FilePart part(String type, String form) throws IOException {
        return FilePart.of(
                Map.of("Content-Type", type, "Content-Length", String.valueOf(form.length()))::get, stream(form));
    }

    private static ByteArrayInputStream stream(String form) {
        return new ByteArrayInputStream(form.getBytes(ISO_8859_1));
    }
}
