package dev.unpin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The store loses what it knew: whoever still knows it puts it back, and what nobody knows is on the safe side. */
class BlocklistLossTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BlocklistWorld world = new BlocklistWorld();
    private final TokenBlocklist here = world.instance(WhenStale.REFUSE);
    private final TokenBlocklist there = world.instance(WhenStale.REFUSE);

    BlocklistLossTest() {
        world.elapse(SECOND);
    }

    @Test
    void whoKnowsARevocationPutsItBackForAll() {
        AccessToken token = world.token("1");
        AccessToken outdated = world.tokenBuilder("2", world.instant()).build();
        here.revoke(token);
        here.revokeSubject("another issuer", "somebody");
        here.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);

        world.flush();
        world.elapse(SECOND);
        here.ping();
        TokenBlocklist later = world.instance(WhenStale.ACCEPT);

        assertThat(here.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(later.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(later.check(outdated)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(later.size()).isEqualTo(3);
    }

    @Test
    void aTokenOlderThanTheStoresMemoryIsRefused() {
        AccessToken old = world.token("1");
        TokenBlocklist accepting = world.instance(WhenStale.ACCEPT);
        TokenBlocklist asking = world.instance(WhenStale.ASK_STORE);
        world.flush();
        here.ping();
        world.elapse(SECOND);
        AccessToken young = world.token("2");
        for (TokenBlocklist blocklist : new TokenBlocklist[] {here, there, accepting, asking}) {
            blocklist.ping();
            assertThat(blocklist.check(young)).isEqualTo(RevocationStatus.NOT_REVOKED);
            assertThat(blocklist.confirm(young)).isEqualTo(RevocationStatus.NOT_REVOKED);
        }

        assertThat(here.check(old)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(old)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(asking.check(old)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(asking.confirm(old)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(accepting.check(old)).isEqualTo(RevocationStatus.NOT_REVOKED_BUT_STALE);
        assertThat(accepting.confirm(old)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void whatEveryoneHasForgottenIsNotAcceptedAgain() {
        AccessToken token = world.token("1");
        here.revoke(token);

        world.flush();
        TokenBlocklist restarted = world.instance(WhenStale.REFUSE);

        assertThat(restarted.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(restarted.size()).isZero();
    }

    @Test
    void whatAFailoverHasLostIsPutBackByWhoHadItAcknowledged() {
        AccessToken token = world.token("1");
        here.ping();
        world.elapse(Duration.ofMillis(200));
        world.failingOver = true;
        here.revoke(token);
        world.failingOver = false;
        there.ping();
        assertThat(there.check(token)).as("lost").isEqualTo(RevocationStatus.NOT_REVOKED);

        world.elapse(Duration.ofMillis(200));
        world.restoringFails = true;
        assertThatThrownBy(here::ping).isInstanceOf(StoreException.class);
        world.restoringFails = false;
        world.elapse(SECOND);
        here.ping();
        there.ping();

        assertThat(world.restored).isEqualTo(1);
        assertThat(there.check(token)).isEqualTo(RevocationStatus.REVOKED);
        AccessToken good = world.token("2");
        assertThat(there.check(good)).as("no new epoch").isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void nothingIsPutBackThatIsThere() {
        for (int round = 0; round < 50; round++) {
            here.revoke(world.token("token " + round));
            there.revokeSubject(BlocklistWorld.ISSUER, "subject " + round % 7);
            world.elapse(Duration.ofMillis(333));
            here.ping();
            there.ping();
        }

        assertThat(world.restored).isZero();
        assertThat(here.size()).isEqualTo(57);
        assertThat(there.size()).isEqualTo(57);
    }

    @Test
    void puttingBackIsGoneOnWithUntilAllIsThere() {
        int count = 1_700;
        for (int i = 0; i < count; i++) {
            here.revoke(world.token("token " + i));
        }
        world.flush();
        world.restoringFails = true;
        assertThatThrownBy(here::ping).isInstanceOf(StoreException.class);
        assertThat(here.check(world.token("token 0"))).isEqualTo(RevocationStatus.REVOKED);

        world.restoringFails = false;
        here.ping();
        there.ping();

        assertThat(world.restored).isEqualTo(count);
        assertThat(there.size()).isEqualTo(count);
        assertThat(there.check(world.token("token 1699"))).isEqualTo(RevocationStatus.REVOKED);
    }

    @Test
    void aSecondLossWhilePuttingBackStartsAgain() {
        for (int i = 0; i < 600; i++) {
            here.revoke(world.token("token " + i));
        }
        world.flush();
        world.restoringFails = true;
        assertThatThrownBy(here::ping).isInstanceOf(StoreException.class);
        world.flush();
        world.restoringFails = false;

        here.ping();
        there.ping();

        assertThat(there.size()).isEqualTo(600);
    }

    @Test
    void whoWasAwayForLongReadsAllOfItAgain() {
        for (int i = 0; i < 40; i++) {
            world.elapse(SECOND);
            here.revoke(world.token("token " + i));
            here.ping();
        }
        AccessToken first = world.token("token 0");
        assertThat(there.check(first)).isEqualTo(RevocationStatus.UNDECIDABLE);

        there.ping();

        assertThat(there.check(first)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.size()).isEqualTo(40);
        assertThat(world.restored).isZero();
    }

    @Test
    void newsIsNotTakenForNewBeforeAllOfItWasRead() {
        for (int i = 0; i < 4_500; i++) {
            here.revoke(world.token("token " + i));
        }
        int before = world.calls;

        TokenBlocklist late = world.instance(WhenStale.REFUSE);

        assertThat(world.calls - before).as("pages").isEqualTo(3);
        assertThat(late.size()).isEqualTo(4_500);
    }
}
