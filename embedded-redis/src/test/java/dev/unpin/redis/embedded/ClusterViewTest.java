package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final String NODES = """
            aaa 127.0.0.1:1001@2001 myself,master - 0 0 1 connected 0-99 200 300-16383 [200->-bbb]
            bbb 127.0.0.1:1002@2002,host master - 0 5 2 connected 100-199 201-299
            ccc 127.0.0.1:1003@2003 slave bbb 0 5 2 connected
            ddd 127.0.0.1:1004@2004 master,fail? - 0 5 7 disconnected
            """;

    private final ClusterView view = ClusterView.parse(NODES);

    @Test
    void slotsEpochsAndRolesAreRead() {
        assertThat(view.size()).isEqualTo(4);
        assertThat(view.myself().port()).isEqualTo(1001);
        assertThat(view.myself().slots().cardinality()).isEqualTo(100 + 1 + 16_084);
        assertThat(view.myself().slots().get(200)).isTrue();
        ClusterView.Member replica = view.at(1003).orElseThrow();
        assertThat(replica.isMaster()).isFalse();
        assertThat(replica.masterId()).isEqualTo("bbb");
        assertThat(view.at(1002).orElseThrow().epoch()).isEqualTo(2);
        assertThat(view.roles(Set.of(1002, 1003))).isEqualTo("{1002=owns " + slotsOf(1002) + ", 1003=follows 1002}");
    }

    @Test
    void wholeMeansAllSlotsAtSoundNodes() {
        assertThat(view.isWhole(Set.of(1001, 1002, 1003))).isTrue();
        assertThat(view.isWhole(Set.of(1001, 1003))).as("slots missing").isFalse();
        assertThat(view.isWhole(Set.of(1001, 1002, 1004))).as("one is failing").isFalse();
        assertThat(view.isWhole(Set.of(1001, 1002, 9999))).as("one is unknown").isFalse();
    }

    private String slotsOf(int port) {
        return view.at(port).orElseThrow().slots().toString();
    }
}
