package dev.unpin.testkit.stateless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.testkit.stateless.SmallService.Mistake;
import dev.unpin.testkit.stateless.SmallService.Shared;
import dev.unpin.testkit.stateless.StatelessnessReport.Difference;
import dev.unpin.testkit.stateless.StatelessnessReport.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A small shop with each of the common mistakes is found out, and one without them is not. */
class StatelessnessCheckTest {
    private static final Step LOGIN_FORM = Step.get("/login").capture("token", "name=\"csrf\" value=\"([^\"]+)\"");
    private static final Step LOGIN = Step.post("/login")
            .form("csrf=${token}&user=user${run}")
            .expecting(303)
            .captureHeader("home", "Location");
    private static final Journey JOURNEY = Journey.of(
                    LOGIN_FORM,
                    LOGIN,
                    Step.get("${home}"),
                    Step.of("PUT", "/files/${run}").body("text/plain", "a picture of ${run}"),
                    Step.get("/files/${run}"),
                    Step.get("/prices/${run}"),
                    Step.of("PUT", "/prices/${run}").body("text/plain", "12"),
                    Step.get("/prices/${run}"),
                    Step.get("/home"))
            .ignoringHeader("X-Served-By");

    private final Shared shared = Shared.empty();
    private final List<SmallService> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(SmallService::close);
    }

    @Test
    void aServiceThatSharesItsStatePasses() {
        StatelessnessReport report = check(Mistake.NONE, 3).check(JOURNEY);

        assertThat(report.differences()).as("%s", report).isEmpty();
        assertThat(report.isStateless()).isTrue();
        assertThatCode(report::requireStateless).doesNotThrowAnyException();
        assertThat(report.toString()).startsWith("Stateless: all ").contains("  C  http://127.0.0.1:");
    }

    @Test
    void localSessionsAreFound() {
        StatelessnessReport report = check(Mistake.LOCAL_SESSIONS, 2).check(JOURNEY);

        assertThat(report.differences())
                .contains(new Difference(
                        Kind.DEPENDS_ON_INSTANCE,
                        2,
                        "POST /login",
                        "status",
                        "303",
                        "403",
                        "A>B",
                        runs(report, 2, "status")));
        assertThat(steps(report))
                .as("home has no address without a login")
                .contains(2, 3, 9)
                .doesNotContain(5, 8);
        assertThatThrownBy(report::requireStateless)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Step 2, POST /login, depends on which instance answers:\n  status, served by A>B")
                .hasMessageContaining("on one instance: 303")
                .hasMessageContaining("now:             403");
    }

    @Test
    void localUploadsAreFoundAndNothingElse() {
        StatelessnessReport report = check(Mistake.LOCAL_UPLOADS, 2).check(JOURNEY);

        assertThat(steps(report)).containsOnly(5);
        assertThat(report.differences())
                .filteredOn(difference -> difference.what().equals("body"))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.expected()).isEqualTo("a picture of ${run}");
                    assertThat(difference.actual()).isEqualTo("no such file");
                    assertThat(difference.route()).isEqualTo("A>B>A>B>A");
                });
    }

    @Test
    void localCachesAreFoundAlsoByTwoInstances() {
        for (int instances = 2; instances <= 3; instances++) {
            StatelessnessReport report = check(Mistake.LOCAL_CACHE, instances).check(JOURNEY);

            assertThat(steps(report)).containsOnly(8);
            assertThat(report.differences().get(0).expected()).isEqualTo("costs 12");
            assertThat(report.differences().get(0).actual()).isEqualTo("costs 10");
        }
    }

    @Test
    void whatARestartLosesIsFound() {
        StatelessnessReport report = check(Mistake.LOCAL_UPLOADS, 2)
                .restarting(restart(Mistake.LOCAL_UPLOADS))
                .check(JOURNEY);

        assertThat(report.differences())
                .filteredOn(difference -> difference.kind() == Kind.LOST_BY_RESTART)
                .extracting(Difference::step)
                .containsOnly(5);
        assertThat(report.toString()).contains("Step 5, GET /files/${run}, is another after a restart:");
    }

    @Test
    void aServiceThatSharesItsStateSurvivesRestarts() {
        check(Mistake.NONE, 2).restarting(restart(Mistake.NONE)).check(JOURNEY).requireStateless();
    }

    @Test
    void anInstanceThatDoesNotAnswerIsADifference() {
        StatelessnessCheck check = check(Mistake.NONE, 2);
        running.get(1).close();

        StatelessnessReport report = check.check(JOURNEY);

        assertThat(report.differences()).anySatisfy(difference -> {
            assertThat(difference.what()).isEqualTo("answer");
            assertThat(difference.actual()).startsWith("none: ");
        });
    }

    @Test
    void whatDiffersByItselfIsToldApartAndCanBeIgnored() {
        Journey journey =
                Journey.of(Step.get("/random"), Step.get("/prices/${run}")).ignoringHeader("X-Served-By");

        StatelessnessReport report = check(Mistake.NONE, 2).check(journey);

        assertThat(report.differences()).extracting(Difference::kind).containsExactly(Kind.UNSTABLE);
        assertThat(report.isStateless()).isFalse();
        assertThat(report.toString()).contains("differs on one instance already");
        check(Mistake.NONE, 2).check(journey.ignoring("[0-9a-f-]{36}")).requireStateless();
    }

    /** Orders are numbered from 1 on, and each is of 1 piece at 1.50. */
    @Test
    void aCapturedDigitIsNotTakenOutOfWhatOnlyLooksLikeIt() {
        Journey journey = Journey.of(
                        Step.post("/orders").capture("number", "order (.*)"), Step.get("/orders/${number}"))
                .ignoringHeader("X-Served-By");

        check(Mistake.NONE, 2).check(journey).requireStateless();

        StatelessnessReport report = check(Mistake.LOCAL_ORDERS, 2).check(journey);
        assertThat(report.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.DEPENDS_ON_INSTANCE);
            assertThat(difference.expected()).isEqualTo("order ${number}: 1 piece at 1.50");
            assertThat(difference.actual()).isEqualTo("order ${number}: 0 pieces at 1.50");
        });
    }

    @Test
    void anInstanceThatNamesItselfIsADifferenceUnlessIgnored() {
        StatelessnessReport report =
                check(Mistake.NONE, 2).check(Journey.of(Step.get("/prices/1"), Step.get("/prices/1")));

        assertThat(report.differences()).extracting(Difference::what).containsOnly("header x-served-by");
    }

    @Test
    void aJourneyThatDoesNotWorkOnOneInstanceProvesNothing() {
        assertThatThrownBy(() -> check(Mistake.NONE, 2).check(Journey.of(Step.get("/nowhere"), Step.get("/random"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("step 1, GET /nowhere", "status=404")
                .hasMessageNotContaining("step 2");
        assertThatThrownBy(() -> check(Mistake.NONE, 2)
                        .check(Journey.of(Step.get("/prices/1").capture("token", "(never)"), Step.get("/prices/1"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("captured token=not found");
        check(Mistake.NONE, 2)
                .check(Journey.of(
                                Step.get("/nowhere").expecting(404),
                                Step.get("/nowhere").expecting(404))
                        .ignoringHeader("x-served-by"))
                .requireStateless();
    }

    @Test
    void argumentsAreChecked() {
        URI one = URI.create("http://localhost:1");
        for (URI bad : List.of(
                URI.create("http://localhost:1/path"), URI.create("ftp://localhost"), URI.create("/relative"))) {
            assertThatThrownBy(() -> StatelessnessCheck.of(one, bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> StatelessnessCheck.of(one)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Journey.of(Step.get("/"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.get("no-slash")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.get("/ HTTP/1.1\r\nHost: x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.get("/").header("A", "b\r\nc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.get("/").capture("x", "no group")).isInstanceOf(IllegalArgumentException.class);
    }

    private StatelessnessCheck check(Mistake mistake, int instances) {
        running.forEach(SmallService::close);
        running.clear();
        for (int i = 0; i < instances; i++) {
            running.add(new SmallService("instance-" + i, mistake, shared));
        }
        return StatelessnessCheck.of(running.stream().map(SmallService::address).toArray(URI[]::new));
    }

    private InstanceRestart restart(Mistake mistake) {
        return address -> {
            SmallService old = running.stream()
                    .filter(service -> service.address().equals(address))
                    .findFirst()
                    .orElseThrow();
            old.close();
            running.remove(old);
            SmallService fresh = new SmallService("instance-0", mistake, shared);
            running.add(fresh);
            return fresh.address();
        };
    }

    private static List<Integer> steps(StatelessnessReport report) {
        return report.differences().stream().map(Difference::step).toList();
    }

    private static int runs(StatelessnessReport report, int step, String what) {
        return report.differences().stream()
                .filter(difference ->
                        difference.step() == step && difference.what().equals(what))
                .mapToInt(Difference::runs)
                .sum();
    }
}
