package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.http.HttpHeader;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void plainNamesStayPlain() {
        assertThat(FileNames.disposition("attachment", "report.pdf")).isEqualTo("attachment; filename=\"report.pdf\"");
        assertThat(FileNames.disposition("inline", "two words.txt")).isEqualTo("inline; filename=\"two words.txt\"");
    }

    @Test
    void otherNamesAreWrittenTwice() {
        assertThat(FileNames.disposition("attachment", "€ rates.pdf"))
                .isEqualTo("attachment; filename=\"_ rates.pdf\"; filename*=UTF-8''%E2%82%AC%20rates.pdf");
        assertThat(FileNames.disposition("attachment", "a\"b\\c%41.txt"))
                .isEqualTo("attachment; filename=\"a_b_c_41.txt\"; filename*=UTF-8''a%22b%5Cc%2541.txt");
    }

    @Test
    void foldersAndDangerousCharactersAreDropped() {
        assertThat(FileNames.clean("C:\\Users\\me\\photo.jpg")).isEqualTo("photo.jpg");
        assertThat(FileNames.clean("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileNames.clean("a\r\nSet-Cookie: x=1")).isEqualTo("aSet-Cookie: x=1");
        assertThat(FileNames.clean("invoice\u202egpj.exe")).isEqualTo("invoicegpj.exe");
        assertThat(FileNames.clean("lone\ud800surrogate")).isEqualTo("lonesurrogate");
        assertThat(FileNames.clean(" padded ")).isEqualTo("padded");
        for (String nothing : new String[] {"", "/", "a/", "..", ".", "\u0000", "  "}) {
            assertThat(FileNames.clean(nothing)).as(nothing).isEqualTo("download");
        }
    }

    @Test
    void longNamesKeepTheirExtension() {
        String cut = FileNames.clean("😀".repeat(300) + ".jpeg");

        assertThat(cut).endsWith("😀.jpeg");
        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(150);
        assertThat(FileNames.clean("x".repeat(300))).hasSize(150);
    }

    @Test
    void whatOthersWriteIsReadAsFarAsItIsWellFormed() {
        assertThat(FileNames.parse("attachment; filename=\"a.txt\"")).contains("a.txt");
        assertThat(FileNames.parse("ATTACHMENT; FILENAME*=utf-8''%c3%a4.txt; filename=\"x\""))
                .contains("ä.txt");
        assertThat(FileNames.parse("attachment")).isEmpty();
        assertThat(FileNames.parse("attachment; filename=\"unclosed")).isEmpty();
        assertThat(FileNames.parse("attachment; filename*=UTF-8''%zz")).isEmpty();
        assertThat(FileNames.parse("attachment; filename=\"../../x\r\n\"")).contains("x");
    }

    @Test
    void noNameBreaksOutOfItsHeaderAndAllComeBack() {
        Random random = new Random(9);
        String pieces = "aZ09 .-_\"\\;=%'*\r\n\t\u0000\u007f\u0085\u00e4\u20ac\u202e\ud83d\ude00\ud800/()<>@,:?[]{}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                name.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            String clean = FileNames.clean(name.toString());
            String disposition = FileNames.disposition("attachment", clean);

            assertThat(FileNames.clean(clean)).isEqualTo(clean);
            assertThat(new HttpHeader("Content-Disposition", disposition).value())
                    .isEqualTo(disposition);
            assertThat(disposition)
                    .matches("attachment; filename=\"[^\"\\\\]+\"(; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+)?");
            assertThat(FileNames.parse(disposition)).contains(clean);
        }
    }
}
