package dev.unpin.examples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One brief run, and what it has to have counted: a minute or two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabMainTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path report;
    private JsonNode run;

    @BeforeAll
    void runOnce(@TempDir Path folder) throws Exception {
        report = folder.resolve("reports").resolve("brief");
        int status = run("--brief", "--seed=7", "--report=" + report);
        assertThat(status).as(printed.toString(UTF_8)).isZero();
        run = new ObjectMapper()
                .readTree(folder.resolve("reports").resolve("brief.json").toFile());
    }

    @Test
    void withoutStateInTheInstancesNothingIsLostWhateverHappensToThem() {
        for (JsonNode total : totals("A")) {
            JsonNode counts = total.path("counts");
            for (String count : List.of(
                    "violation",
                    "session_lost",
                    "sign_in_lost",
                    "revoked_accepted",
                    "lost_upload",
                    "stale_read",
                    "duplicate_effect",
                    "error_safe",
                    "error_keyed")) {
                assertThat(counts.path(count).asInt())
                        .as("%s of A: %s", count, total)
                        .isZero();
            }
            assertThat(counts.path("switch").asInt())
                    .as("A moves users about: %s", total)
                    .isPositive();
        }
    }

    @Test
    void nobodyIsShownAnotherUsersState() {
        for (Mode mode : Mode.values()) {
            assertThat(totals(mode.name()))
                    .allSatisfy(total -> assertThat(
                                    total.path("counts").path("cross_session").asInt())
                            .as("%s: %s", mode, total)
                            .isZero());
        }
    }

    @Test
    void stickySessionsDieWithTheirInstanceAndAllOfThemInARollingDeploy() {
        assertThat(total("B", "kill").path("counts").path("session_lost").asInt())
                .isPositive();
        assertThat(total("B", "deploy").path("losers").asInt()).isEqualTo(Pace.BRIEF.users());
        assertThat(total("B", "steady").path("counts").path("session_lost").asInt())
                .isZero();
    }

    @Test
    void stickinessIsNoHelpForWhatUsersShare() {
        assertThat(sum("B", "lost_upload")).isPositive();
        assertThat(sum("B", "stale_read")).isPositive();
    }

    @Test
    void aPaymentIsChargedTwiceWhereOnlyTheInstanceRemembersIt() {
        for (Mode mode : Mode.values()) {
            JsonNode ledger = trial(mode.name()).path("ledger");
            assertThat(ledger.path("charges").asInt())
                    .as("%s: %s", mode, ledger)
                    .isPositive();
            assertThat(ledger.path("lost").asInt()).as("%s: %s", mode, ledger).isZero();
            assertThat(ledger.path("twice").asInt() > 0)
                    .as("%s: %s", mode, ledger)
                    .isEqualTo(mode != Mode.A);
        }
    }

    @Test
    void withoutAffinityMostAnswersForget() {
        int violations = sum("C", "violation");
        assertThat(violations).isGreaterThan(sum("C", "judged") / 2);
    }

    @Test
    void keysChangeUnderLoadWithoutRefusingAGoodToken() {
        JsonNode shared = total("A", "rotation");
        assertThat(shared.path("keys").asInt()).as("%s", shared).isEqualTo(3);
        assertThat(shared.path("counts").path("sign_in_lost").asInt()).isZero();
        assertThat(total("C", "rotation").path("counts").path("sign_in_lost").asInt())
                .as("whose keys are known to one instance each")
                .isPositive();
    }

    @Test
    void aRevocationIsKnownEverywhereOnlyIfItIsShared() {
        for (Mode mode : Mode.values()) {
            JsonNode counts = total(mode.name(), "rotation").path("counts");
            assertThat(counts.path("revoked_shown").asInt())
                    .as("%s: %s", mode, counts)
                    .isGreaterThan(Pace.BRIEF.users());
            assertThat(counts.path("revoked_accepted").asInt() > 0)
                    .as("%s: %s", mode, counts)
                    .isEqualTo(mode != Mode.A);
        }
    }

    @Test
    void newInstancesHelpOnlyWhereUsersCanMove() {
        assertThat(shareOfAdded("A")).isGreaterThan(0.4);
        assertThat(shareOfAdded("B")).isZero();
    }

    @Test
    void theReportSaysOnWhatAndHowItWasMeasured() throws IOException {
        String text = printed.toString(UTF_8);
        assertThat(text)
                .contains("Cores", "JDK", "Load before the run", "Seed                     7", "modelled")
                .contains("throughput_rps", "p99_latency_ms", "session_affinity_violations", "failover_time_ms");
        assertThat(Files.readString(Path.of(report + ".txt"))).contains("session_affinity_violations");
        assertThat(Files.readString(Path.of(report + ".html")))
                .contains("id=\"snapshot\"", "uPlot")
                .doesNotContain("src=\"/", "href=\"/");
    }

    @Test
    void nothingRunsAfterwards() {
        assertThat(ProcessHandle.current().descendants().map(LabMainTest::describe))
                .noneMatch(command -> command.contains("dev.unpin.examples.lab") || command.contains("redis-server"));
    }

    @Test
    void noProcessOutlivesTheCommandEvenIfThatIsKilled(@TempDir Path folder) throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder, // What a killed command cannot remove goes with the folder.
                        "-cp",
                        System.getProperty("java.class.path"),
                        LabMain.class.getName(),
                        "--brief",
                        "--report=" + folder.resolve("none"))
                .start();
        try {
            BufferedReader out = command.inputReader(UTF_8);
            String line = out.readLine();
            while (line != null && !line.contains("warm-up")) {
                line = out.readLine();
            }
            List<ProcessHandle> children = command.descendants().toList();
            // Balancer, load, store, and three instances.
            assertThat(children).hasSizeGreaterThanOrEqualTo(6).allMatch(ProcessHandle::isAlive);

            command.destroyForcibly();

            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void aWrongCommandLineIsExplained() throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(LabMain.run(new PrintStream(said, true, UTF_8), "--fast")).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("Unknown option: --fast", "Usage:", "--full");
    }

    private int run(String... args) throws InterruptedException {
        return LabMain.run(new PrintStream(printed, true, UTF_8), args);
    }

    private int sum(String mode, String count) {
        return totals(mode).stream()
                .mapToInt(total -> total.path("counts").path(count).asInt())
                .sum();
    }

    private List<JsonNode> totals(String mode) {
        return StreamSupport.stream(trial(mode).path("totals").spliterator(), false)
                .filter(total -> !total.path("phase").asText().equals("warm-up"))
                .toList();
    }

    private JsonNode total(String mode, String phase) {
        return trial(mode).path("totals").path(phase);
    }

    private JsonNode trial(String mode) {
        return StreamSupport.stream(run.path("trials").spliterator(), false)
                .filter(trial -> trial.path("mode").asText().equals(mode))
                .findFirst()
                .orElseThrow();
    }

    private double shareOfAdded(String mode) {
        return new Figures.Of(trial(mode).deepCopy()).shareOfAdded().orElseThrow();
    }

    private static String describe(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }
}
