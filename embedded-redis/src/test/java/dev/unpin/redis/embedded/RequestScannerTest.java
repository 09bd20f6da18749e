package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestScannerTest {
    private static final String GET = "*2\r\n$3\r\nGET\r\n$5\r\n*1\r\nk\r\n"; // a key that looks like RESP
    private static final String EMPTY = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n";

    @Test
    void endOfCommandIsSeenExactlyAtItsLastByteHoweverItIsCut() {
        RequestScanner scanner = new RequestScanner();
        for (String command : new String[] {GET, EMPTY, "PING\r\n", "*0\r\n", GET}) {
            for (int i = 0; i < command.length(); i++) {
                scanner.feed(bytes(command.substring(i, i + 1)), 1);
                assertThat(scanner.betweenCommands())
                        .as("after byte %d of %s", i, command)
                        .isEqualTo(i == command.length() - 1);
            }
        }
    }

    @Test
    void pipelineEndsBetweenCommandsAndItsPiecesDoNot() {
        RequestScanner scanner = new RequestScanner();
        feed(scanner, GET + EMPTY + GET.substring(0, 9));
        assertThat(scanner.betweenCommands()).isFalse();
        feed(scanner, GET.substring(9));
        assertThat(scanner.betweenCommands()).isTrue();
    }

    @Test
    void onlyGreetingsAreHandshakes() {
        assertThat(isHandshake("*2\r\n$5\r\nhello\r\n$1\r\n3\r\n")).isTrue();
        assertThat(isHandshake("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n")).isTrue();
        assertThat(isHandshake(GET)).isFalse();
        assertThat(isHandshake("*2\r\n$4\r\nECHO\r\n$5\r\nHELLO\r\n")).isFalse();
        assertThat(isHandshake("*2")).isFalse();
    }

    private static boolean isHandshake(String request) {
        return RequestScanner.isHandshake(bytes(request), request.length());
    }

    private static void feed(RequestScanner scanner, String text) {
        scanner.feed(bytes(text), text.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
