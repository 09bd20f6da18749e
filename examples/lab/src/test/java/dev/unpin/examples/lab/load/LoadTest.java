package dev.unpin.examples.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.fleet.Balancer;
import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.lab.balance.LabRouting;
import dev.unpin.examples.lab.ledger.Ledger;
import dev.unpin.examples.lab.service.ServiceMain;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Ledger ledger = Ledger.open();
    private ChildProcess instance;

    @BeforeAll
    void startAnInstance(@TempDir Path folder) {
        List<String> args = List.of(
                "1",
                "v1",
                ServiceMain.LOCAL,
                folder.resolve("files").toString(),
                ledger.uri().toString(),
                "5");
        instance = ChildProcess.start("instance-1", ServiceMain.class, args, folder, line -> {});
        instance.send("seal " + Base64.getEncoder().encodeToString(new byte[32]));
        instance.awaitUri();
    }

    @AfterAll
    void stopIt() {
        instance.kill();
        instance.awaitEnd(PATIENCE);
        ledger.close();
    }

    /**
     * Two users who wait politely see two slow answers; those who would have come meanwhile are left out of account.
     */
    @Test
    void aPauseOfTheInstanceShowsFromTheIntendedStartAndNotInTheClosedLoop() throws InterruptedException {
        try (Load load = new Load(instance.awaitUri(), 1, 2)) {
            load.phase("warm-up", 100);
            awaitAnswers(load, 20);
            load.phase("pause", 100);
            instance.pauseFor(Duration.ofSeconds(1));
            awaitAnswers(load, 300);
            load.settle();

            ObjectNode total = load.totals().get(1);
            double open = total.path("p99").asDouble();
            double closed = total.path("serviceP99").asDouble();
            assertThat(open).as("from the intended start: %s", total).isGreaterThan(600);
            assertThat(closed).as("from the sending: %s", total).isLessThan(open / 2);
            assertThat(total.path("counts").path("good").asInt())
                    .isEqualTo(total.path("answers").asInt());
        }
    }

    @Test
    void aBalancerThatMixesSessionsUpIsFound() throws InterruptedException {
        assertThat(crossSessions(UnaryOperator.identity())).isZero();
        assertThat(crossSessions(MixUp::new)).isPositive();
    }

    private int crossSessions(UnaryOperator<Handler> around) throws InterruptedException {
        LabRouting routing = LabRouting.roundRobin();
        Backend backend = new Backend("1", instance.awaitUri());
        routing.add(backend, "v1");
        try (Balancer balancer = Balancer.start(0, routing, around, LoadTest::refuse)) {
            await().atMost(PATIENCE).until(() -> backend.state() == Backend.State.UP);
            try (Load load = new Load(balancer.uri(), 1, 6)) {
                load.phase("mixed", 150);
                awaitAnswers(load, 150);
                load.settle();
                return load.totals().get(0).path("counts").path("cross_session").asInt();
            }
        }
    }

    private static void awaitAnswers(Load load, int count) {
        await().atMost(PATIENCE).until(() -> {
            List<ObjectNode> totals = load.totals();
            return totals.get(totals.size() - 1).path("answers").asInt() >= count;
        });
    }

    private static void refuse(Response response, Callback callback, int status, String sentence) {
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(sentence.getBytes(UTF_8)), callback);
    }

    /** The planted bug: every now and then a request goes on with the cookies of the one before it. */
    private static final class MixUp extends Handler.Wrapper {
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicReference<String> last = new AtomicReference<>("");

        MixUp(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String cookies = request.getHeaders().get(HttpHeader.COOKIE);
            String before = last.getAndSet(cookies == null ? "" : cookies);
            if (cookies == null || before.isEmpty() || requests.incrementAndGet() % 5 != 0) {
                return super.handle(request, response, callback);
            }
            HttpFields mixed = HttpFields.build(request.getHeaders()).put(HttpHeader.COOKIE, before);
            return super.handle(
                    new Request.Wrapper(request) {
                        @Override
                        public HttpFields getHeaders() {
                            return mixed;
                        }
                    },
                    response,
                    callback);
        }
    }
}
