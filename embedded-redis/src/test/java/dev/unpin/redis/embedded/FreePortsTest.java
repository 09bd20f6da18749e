package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void twoJvmsNeverPickTheSamePort() {
        FreePorts one = new FreePorts();
        FreePorts other = new FreePorts();
        Set<Integer> picked = new HashSet<>();
        IntStream.range(0, 200).forEach(i -> {
            assertThat(picked.add(one.next())).isTrue();
            assertThat(picked.add(other.next())).isTrue();
        });
    }

    @Test
    void aPortThatIsTakenIsPassedOver() throws Exception {
        FreePorts ports = new FreePorts();
        int first = ports.next();
        try (ServerSocket taken = new ServerSocket(first + 1, 1, FreePorts.loopback())) {
            assertThat(ports.next()).isEqualTo(taken.getLocalPort() + 1);
        }
    }
}
