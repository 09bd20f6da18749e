package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a client may send through the proxy. */
class RequestScannerFuzzTest {
    @FuzzTest
    void piecesOfAnySizeAreReadAsTheWholeIs(byte[] input) {
        RequestScanner whole = new RequestScanner();
        RequestScanner pieces = new RequestScanner();

        whole.feed(input, input.length);
        for (byte b : input) {
            pieces.feed(new byte[] {b}, 1);
        }

        assertThat(pieces.betweenCommands()).isEqualTo(whole.betweenCommands());
        assertThat(RequestScanner.isHandshake(input, input.length)).isIn(true, false);
    }

    /** Commands of the words between the zero bytes of the input, each of three words. */
    @FuzzTest
    void theEndOfACommandIsSeenWhateverItHolds(byte[] input) {
        RequestScanner scanner = new RequestScanner();
        String text = new String(input, StandardCharsets.ISO_8859_1);
        String[] words = text.split("\0", -1);
        for (int i = 0; i + 2 < words.length; i += 3) {
            byte[] command = command(words[i], words[i + 1], words[i + 2]);
            scanner.feed(command, command.length - 1);
            assertThat(scanner.betweenCommands()).isFalse();
            scanner.feed(new byte[] {'\n'}, 1);
            assertThat(scanner.betweenCommands()).isTrue();
        }
    }

    private static byte[] command(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(bytes);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }
}
