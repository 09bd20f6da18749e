package dev.unpin.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void repetitionsAreToldByMedianAndRange() {
        String text = text(trial(Mode.A, 1_200, 64), trial(Mode.A, 1_300, 90), trial(Mode.A, 1_100, 61));

        assertThat(text).contains("64 ms (61 ms to 90 ms) (n 1,200; once sent 40 ms)");
    }

    @Test
    void noP99IsToldOfFewAnswers() {
        assertThat(text(trial(Mode.A, 1_000, 64))).contains("64 ms (n 1,000;");
        assertThat(text(trial(Mode.A, 999, 64)))
                .contains("– (n 999: too few for a p99)")
                .doesNotContain("64 ms");
    }

    @Test
    void whatNeverRecoversHasNoFailoverTime() {
        ObjectNode recovered = trial(Mode.B, 1_000, 64);
        ObjectNode never = trial(Mode.C, 1_000, 64);
        put(recovered, 40, 1_700, 3_000);
        put(never, 400, 4_900, 20);

        assertThat(text(recovered, never)).contains("1,700 ms (40 bad)", "never (400 bad in 5.0 s)");
    }

    @Test
    void errorsOfTheOutageAreToldApart() {
        ObjectNode lost = trial(Mode.A, 1_000, 64);
        ObjectNode spared = trial(Mode.B, 1_000, 64);
        putErrors(lost, 40);
        putErrors(spared, 0);

        assertThat(text(lost, spared)).containsPattern("Errors, safe requests +42 \\(in the outage 40\\) +2 ");
    }

    @Test
    void whatWasNotPlayedHasNoRow() {
        ObjectNode trial = trial(Mode.A, 1_000, 64);
        assertThat(text(trial)).doesNotContain("Revoked tokens");

        ObjectNode rotation = trial.withObject("totals").putObject("rotation").put("answers", 100);
        rotation.put("keys", 3).putObject("counts").put("revoked_accepted", 0).put("revoked_shown", 320);

        assertThat(text(trial)).contains("0 (of 320)").containsPattern("Keys of accepted tokens +3 ");
    }

    private static void putErrors(ObjectNode trial, int inOutage) {
        ObjectNode outage = trial.withObject("totals").putObject("outage").put("answers", 100);
        outage.putObject("counts").put("error_safe", inOutage);
        ((ObjectNode) trial.at("/totals/kill/counts")).put("error_safe", 2);
    }

    private static void put(ObjectNode trial, int bad, double failover, double quiet) {
        ObjectNode total = (ObjectNode) trial.path("totals").path("kill");
        total.put("bad", bad).put("failover", failover).put("quiet", quiet).put("afterMark", 5_000);
    }

    private static ObjectNode trial(Mode mode, int answers, double p99) {
        ObjectNode trial = JsonNodeFactory.instance.objectNode().put("mode", mode.name());
        ObjectNode totals = trial.putObject("totals");
        for (String phase : List.of("steady", "kill")) {
            ObjectNode total = totals.putObject(phase);
            total.put("answers", answers).put("offered", answers).put("seconds", 5.0);
            total.put("p99", phase.equals("steady") ? p99 : 0).put("serviceP99", 40);
            total.putObject("counts").put("good", answers);
        }
        return trial;
    }

    private static String text(ObjectNode... trials) {
        return new Tables(new Figures(List.of(trials))).text();
    }
}
