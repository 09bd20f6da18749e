package dev.unpin.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShopMainTest {
    private static final Pattern STEP = Pattern.compile("(?m)^ {1,2}\\d+  ([a-z0-9](?:\\S| \\S)*) ");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void theJourneyKeepsEveryPromiseWhileInstancesDieAndAreReplaced() throws Exception {
        int status = run();

        String report = printed.toString(UTF_8);
        assertThat(status).as(report).isEqualTo(0);
        assertThat(STEP.matcher(report).results().map(step -> step.group(1)))
                .containsExactly(
                        "browse",
                        "add a teapot",
                        "sign in as Ada",
                        "two tabs at once",
                        "kill -9 B meanwhile",
                        "rolling restart",
                        "look into the carts",
                        "pay in two tabs at once",
                        "kill -9 while paying",
                        "50 want 20 kettles",
                        "upload a picture",
                        "a part, or nothing new",
                        "kill -9 in mid-upload",
                        "straight to the store",
                        "too large, no picture",
                        "receipts everywhere",
                        "sign in elsewhere",
                        "sign out one device",
                        "sign out everywhere",
                        "old cookies everywhere",
                        "sign in with apps",
                        "refresh, answer lost",
                        "keys change twice",
                        "sign out one app",
                        "sign out all apps",
                        "a stolen refresh token",
                        "close the day's books",
                        "kill -9 over the books",
                        "hang past the lease");
        assertThat(report)
                .contains(
                        "every instance in turn",
                        "all 40 in the cart",
                        "A->E, C->F",
                        "none unanswered",
                        "one order, one charge",
                        "20 orders, 20 charges, 0 left, 30 told so",
                        "206 and 304 from each",
                        "died halfway: the old one stayed; sent again: the same bytes from all 3",
                        "Ada's, from each; Ben gets none of it",
                        "sent again to each: the same successor from all",
                        "23 charges, 23 lines")
                .containsPattern(
                        "keys change twice .* died having announced one; \\d{2,} times a good token, 0 refused")
                .containsPattern("sign out one app .* refused by all in \\d+\\.\\d of 5 s; the phone stays")
                .containsPattern("All 29 promises kept: \\d{3,} requests, 12 instances");
        assertThat(jvms(ProcessHandle.current())).isEmpty();
    }

    /** The control: the same journey, and the very thing that this project removes. */
    @Test
    void sessionsInsideTheInstancesBreakThePromises() throws Exception {
        int status = run("--store=memory");

        String report = printed.toString(UTF_8);
        assertThat(status).as(report).isEqualTo(1);
        assertThat(report)
                .containsPattern("2  add a teapot .* BROKEN")
                .contains("Broken promise: Ada's cart should hold {teapot=1}, but instance B shows {}.")
                .contains("The logs of the instances are in ");
        assertThat(jvms(ProcessHandle.current())).isEmpty();
    }

    @Test
    void aWrongCommandLineIsExplained() throws Exception {
        assertThat(run("--sticky")).isEqualTo(2);
        assertThat(printed.toString(UTF_8)).contains("Unknown option: --sticky", "Usage:", "--stay");
    }

    @Test
    void aTakenPortIsExplained() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--store=memory", "--port=" + taken.getLocalPort())).isEqualTo(1);
            assertThat(printed.toString(UTF_8)).contains("The shop cannot open: ", "port " + taken.getLocalPort());
        }
    }

    @Test
    void noInstanceOutlivesTheCommandEvenIfThatIsKilled() throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShopMain.class.getName(),
                        "--stay",
                        "--store=memory")
                .start();
        try {
            awaitOpen(command);
            List<ProcessHandle> jvms = jvms(command.toHandle());
            assertThat(jvms).hasSize(4).allMatch(ProcessHandle::isAlive);

            command.destroyForcibly();

            await().atMost(Duration.ofSeconds(30)).until(() -> jvms.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            command.destroyForcibly();
        }
    }

    private int run(String... args) throws InterruptedException {
        return ShopMain.run(new PrintStream(printed, true, UTF_8), args);
    }

    private static void awaitOpen(Process command) throws IOException {
        BufferedReader out = command.inputReader(UTF_8);
        String line = out.readLine();
        while (line != null && !line.contains("stays open")) {
            line = out.readLine();
        }
        assertThat(line).isNotNull();
    }

    /** The instances and the bank. (By their command: a command line with a long class path is cut off.) */
    private static List<ProcessHandle> jvms(ProcessHandle parent) {
        return parent.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }
}
