package dev.unpin.web.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.lifecycle.Lifecycle;
import dev.unpin.session.Sessions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private final RecordingStore store = new RecordingStore();
    private final Lifecycle lifecycle = Lifecycle.builder()
            .probe("sessions", Sessions.builder(store).build()::ping)
            .probeTimeout(Duration.ofMinutes(1))
            .build();
    private final TestServer server = new TestServer();

    @BeforeEach
    void register() {
        Health.register(server.server(), lifecycle);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void livenessNeverTouchesTheStoreWhateverItsState() throws IOException {
        store.failAt("ping");

        RawAnswer live = server.get("/livez", "Cookie: __Host-session=v1.x.y");

        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void readinessAsksTheStoreOnce() throws IOException {
        RawAnswer ready = server.get("/readyz");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"up\",\"probes\":{\"sessions\":\"up\"}}");
        assertThat(ready.all("Cache-Control")).containsExactly("no-store");
        assertThat(store.calls()).containsExactly("ping");
    }

    @Test
    void withItsStoreDownAnInstanceIsAliveButNotReadyAndTellsNoAddress() throws IOException {
        store.failAt("ping");

        RawAnswer ready = server.get("/readyz");

        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"down\",\"probes\":{\"sessions\":\"down\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /livez, 200",
        "HEAD, /readyz, 200",
        "POST, /livez, 405",
        "DELETE, /readyz, 405",
        "GET, /livez/, 404",
        "GET, /livezy, 404",
        "GET, /readyz/x, 404",
        "GET, /readyz?verbose, 200"
    })
    void onlyTheseAddressesAreAnsweredAndOnlyReads(String method, String path, int status) throws IOException {
        RawAnswer answer = server.send(method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().isEmpty()).isEqualTo(!method.equals("GET") || status != 200);
    }
}
