package dev.unpin.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.testkit.stateless.Journey;
import dev.unpin.testkit.stateless.StatelessnessCheck;
import dev.unpin.testkit.stateless.StatelessnessReport;
import dev.unpin.testkit.stateless.Step;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the lab measures under load, found by a single client: the services of B and C keep state, that of A does not.
 */
class StatelessnessTest {
    /** Comes back to everything it did. The session's id is captured: another one is another answer. */
    private static final Journey JOURNEY = Journey.of(
                    Step.post("/sign-in/${run}")
                            .captureHeader("token", "Token")
                            .capture("session", "\"session\":\"([^\"]+)\""),
                    Step.get("/cart"),
                    Step.post("/cart/${run}"),
                    Step.get("/cart"),
                    Step.get("/me").header("Authorization", "Bearer ${token}"),
                    Step.post("/payments/${run}/1")
                            .header("Idempotency-Key", "\"${run}\"")
                            .capture("receipt", "(receipt-\\d+)"),
                    Step.post("/payments/${run}/1").header("Idempotency-Key", "\"${run}\""),
                    Step.of("PUT", "/files/${run}").body("text/plain", "a file of ${run}"),
                    Step.get("/files/${run}"),
                    Step.of("PUT", "/price").body("text/plain", "1000"),
                    Step.get("/price"),
                    Step.of("PUT", "/price").body("text/plain", "2000"),
                    Step.get("/price"))
            .ignoringHeader("Served-By");

    @Test
    void noAnswerOfTheStatelessServiceDependsOnTheInstance(@TempDir Path folder) throws InterruptedException {
        StatelessnessReport report = check(Mode.A, folder);

        report.requireStateless();
        assertThat(report.toString()).startsWith("Stateless: all ");
    }

    @ParameterizedTest
    @EnumSource(names = {"B", "C"})
    void theReportNamesEveryStateThatAnInstanceKeeps(Mode mode, @TempDir Path folder) throws InterruptedException {
        StatelessnessReport report = check(mode, folder);

        assertThat(dependent(report))
                .contains("GET /cart", "GET /me", "POST /payments/${run}/1", "GET /files/${run}", "GET /price")
                .doesNotContain("POST /sign-in/${run}", "PUT /files/${run}", "PUT /price");
        assertThat(report.differences())
                .allMatch(difference -> difference.kind() == StatelessnessReport.Kind.DEPENDS_ON_INSTANCE);
        assertThat(report.toString())
                .startsWith("Not proven stateless: ")
                .containsPattern(depends("Step 5, GET /me", 200, 401))
                .containsPattern(depends("Step 9, GET /files/${run}", 200, 404));
        assertThatThrownBy(report::requireStateless)
                .isInstanceOf(AssertionError.class)
                .hasMessage(report.toString());
    }

    private static Pattern depends(String step, int alone, int elsewhere) {
        return Pattern.compile(
                Pattern.quote(step) + ", depends on which instance answers:\\R(.*\\R)*? +status, served by .*\\R"
                        + " +on one instance: " + alone + "\\R +now: +" + elsewhere + "\\R");
    }

    private static List<String> dependent(StatelessnessReport report) {
        return report.differences().stream()
                .map(StatelessnessReport.Difference::request)
                .distinct()
                .toList();
    }

    private static StatelessnessReport check(Mode mode, Path folder) throws InterruptedException {
        try (Site site = Site.open(mode, folder, 0)) {
            URI[] instances = site.start(2, "v1").stream().map(Site.Member::uri).toArray(URI[]::new);
            return StatelessnessCheck.of(instances).check(JOURNEY);
        }
    }
}
