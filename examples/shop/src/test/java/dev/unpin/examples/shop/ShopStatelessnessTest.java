package dev.unpin.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.shop.payment.BankService;
import dev.unpin.examples.shop.service.ShopService;
import dev.unpin.examples.shop.service.Surroundings;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.s3.embedded.EmbeddedS3;
import dev.unpin.testkit.stateless.Journey;
import dev.unpin.testkit.stateless.StatelessnessCheck;
import dev.unpin.testkit.stateless.StatelessnessReport;
import dev.unpin.testkit.stateless.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever instance answers, the shop answers alike; and one that keeps sessions to itself is found out. */
class ShopStatelessnessTest {
    private static final String PICTURE = """
            --b\r
            Content-Disposition: form-data; name="file"; filename="h.gif"\r
            Content-Type: image/gif\r
            \r
            GIF89a of ${run}\r
            --b--\r
            """;

    /** Each step looks at what the one before has done, at the next instance. */
    private static final Journey JOURNEY = Journey.of(
                    Step.get("/cart"),
                    Step.post("/cart/add").form("sku=teapot").expecting(303),
                    Step.get("/cart"),
                    Step.post("/sign-in").form("name=${run}").expecting(303),
                    Step.get("/"),
                    Step.post("/cart/add").form("sku=honey&from=cart").expecting(303),
                    Step.get("/cart").capture("order", "name=\"order\" value=\"([^\"]+)\""),
                    Step.post("/checkout").form("order=${order}").expecting(303),
                    Step.get("/orders/${order}").expecting(200),
                    Step.get("/receipts/${order}").expecting(200),
                    Step.get("/receipts/${order}").expecting(200),
                    Step.get("/cart"),
                    Step.post("/checkout").form("order=${order}").expecting(303),
                    Step.post("/pictures/honey/upload")
                            .body("multipart/form-data; boundary=b", PICTURE)
                            .expecting(303),
                    Step.get("/pictures/honey").expecting(200),
                    Step.get("/devices").capture("device", "data-device=\"([^\"]+)\""),
                    Step.post("/devices/sign-out").form("device=${device}").expecting(303),
                    Step.get("/devices").expecting(303),
                    Step.get("/orders/${order}").expecting(404),
                    Step.get("/receipts/${order}").expecting(404),
                    Step.post("/api/sign-in")
                            .form("name=${run}&device=app")
                            .expecting(200)
                            .capture("access", "\"access_token\":\"([^\"]+)\"")
                            .capture("refresh", "\"refresh_token\":\"([^\"]+)\""),
                    Step.get("/api/me")
                            .header("Authorization", "Bearer ${access}")
                            .expecting(200),
                    Step.post("/api/token")
                            .form("refresh_token=${refresh}")
                            .expecting(200)
                            .capture("refresh", "\"refresh_token\":\"([^\"]+)\""),
                    Step.get("/api/devices")
                            .header("Authorization", "Bearer ${access}")
                            .expecting(200),
                    Step.post("/api/devices/sign-out-everywhere")
                            .header("Authorization", "Bearer ${access}")
                            .expecting(200),
                    Step.post("/api/token").form("refresh_token=${refresh}").expecting(400))
            .ignoringHeader("Served-By")
            .ignoringHeader("ETag")
            .ignoringHeader("Last-Modified")
            .ignoring("\"(access_token|refresh_token|device|signed_in|key)\":\"[^\"]+\"")
            .ignoring("by=[AB]")
            .ignoring("<b class=\"tag\">[AB]</b>")
            .ignoring("<td>\\d{1,2} [A-Z][a-z]{2}, [0-9:]{8}</td>");

    @TempDir
    Path logs;

    @Test
    void noAnswerDependsOnTheInstance() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            check(redis.uri().toString()).requireStateless();
        }
    }

    /** The control: the check tells what is wrong, and where. */
    @Test
    void sessionsInsideTheInstancesAreFoundOut() throws IOException {
        StatelessnessReport report = check(ShopService.MEMORY);

        assertThatThrownBy(report::requireStateless)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Not proven stateless")
                .hasMessageContaining("GET /cart, depends on which instance answers");
        assertThat(report.toString()).contains("Step 3, GET /cart");
    }

    private StatelessnessReport check(String store) throws IOException {
        Path surroundings = logs.resolve("surroundings");
        EmbeddedS3 s3 = EmbeddedS3.startOwn();
        ChildProcess bank = ChildProcess.start("bank", BankService.class, List.of(), logs, line -> {});
        List<ChildProcess> instances = List.of();
        try {
            Surroundings.of(s3.endpoint(), s3.bucket(), s3.accessKeyId(), s3.secretAccessKey())
                    .write(surroundings);
            List<String> told = List.of(store, bank.awaitUri().toString(), surroundings.toString());
            instances = Stream.of("A", "B")
                    .map(name -> ChildProcess.start(
                            name,
                            ShopService.class,
                            Stream.concat(Stream.of(name), told.stream()).toList(),
                            logs,
                            line -> {}))
                    .toList();
            return StatelessnessCheck.of(
                            instances.get(0).awaitUri(), instances.get(1).awaitUri())
                    .check(JOURNEY);
        } finally {
            instances.forEach(ChildProcess::kill);
            bank.kill();
            s3.close();
        }
    }
}
