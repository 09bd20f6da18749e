package dev.unpin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What can be revoked, how exactly, and what becomes of good tokens when the news is old. */
class TokenBlocklistTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BlocklistWorld world = new BlocklistWorld();
    private final TokenBlocklist here = world.instance(WhenStale.REFUSE);
    private final TokenBlocklist there = world.instance(WhenStale.REFUSE);

    TokenBlocklistTest() {
        world.elapse(SECOND);
        readEverywhere();
    }

    @Test
    void aRevokedTokenIsRefusedHereAtOnceAndThereWithTheNextReading() {
        AccessToken token = world.token("1");
        AccessToken other = world.token("2");

        here.revoke(token);

        assertThat(here.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);
        there.ping();
        assertThat(there.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(other)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void aCheckAsksNobody() {
        AccessToken good = world.token("1");
        AccessToken bad = world.token("2");
        here.revoke(bad);
        int before = world.calls;

        for (int i = 0; i < 1_000; i++) {
            assertThat(here.check(good)).isEqualTo(RevocationStatus.NOT_REVOKED);
            assertThat(here.check(bad)).isEqualTo(RevocationStatus.REVOKED);
        }

        assertThat(world.calls).isEqualTo(before);
    }

    @Test
    void aTokenIsRevokedByItsIdAlone() {
        AccessToken token = world.token("1");

        here.revokeToken(BlocklistWorld.ISSUER, "1", Instant.MAX);

        assertThat(here.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(here.check(world.token("2"))).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void aSessionIsRevokedForGood() {
        AccessToken before = session("1", "s1");

        here.revokeSession(BlocklistWorld.ISSUER, "s1");
        world.elapse(SECOND);
        readEverywhere();

        assertThat(there.check(before)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(session("2", "s1"))).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(session("3", "s2"))).isEqualTo(RevocationStatus.NOT_REVOKED);
        assertThat(there.check(world.token("4"))).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void aKeyIsRevokedForGood() {
        AccessToken signed =
                world.tokenBuilder("1", world.instant()).keyId("k1").build();

        here.revokeKey(BlocklistWorld.ISSUER, "k1");
        readEverywhere();
        assertThat(there.check(signed)).isEqualTo(RevocationStatus.REVOKED);

        world.elapse(Duration.ofDays(300));
        readEverywhere();
        AccessToken forged =
                world.tokenBuilder("2", world.instant()).keyId("k1").build();
        AccessToken good = world.tokenBuilder("3", world.instant()).keyId("k2").build();
        assertThat(there.check(forged)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.check(good)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void aSubjectIsRevokedUntilTheMillisecondOfTheCall() {
        AccessToken before =
                world.tokenBuilder("1", world.instant().minus(MILLI)).build();
        AccessToken now = world.token("2");

        here.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);
        readEverywhere();
        world.elapse(MILLI);
        AccessToken after = world.token("3");

        for (TokenBlocklist blocklist : new TokenBlocklist[] {here, there}) {
            assertThat(blocklist.check(before)).isEqualTo(RevocationStatus.REVOKED);
            assertThat(blocklist.check(now)).isEqualTo(RevocationStatus.REVOKED);
            assertThat(blocklist.check(after)).isEqualTo(RevocationStatus.NOT_REVOKED);
        }
    }

    @Test
    void whatIsIssuedByTheStoresClockAfterTheCallIsNotRevoked() {
        TokenBlocklist blocklist = TokenBlocklist.builder(MemoryBlocklistStore.create(), WhenStale.REFUSE)
                .build();
        try (blocklist) {
            blocklist.ping();
            for (int i = 0; i < 50; i++) {
                AccessToken before = world.tokenBuilder(
                                "b" + i, blocklist.storeClock().instant())
                        .build();
                blocklist.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);
                AccessToken after = world.tokenBuilder(
                                "a" + i, blocklist.storeClock().instant())
                        .build();

                assertThat(blocklist.check(before)).isEqualTo(RevocationStatus.REVOKED);
                assertThat(blocklist.check(after)).isEqualTo(RevocationStatus.NOT_REVOKED);
            }
        }
    }

    @Test
    void theLatestCutoffCountsWhateverItIsForAndInWhateverOrderTheyCome() {
        AccessToken first = world.token("1");
        here.revokeEverything();
        world.elapse(SECOND);
        AccessToken second = world.token("2");
        there.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);
        world.elapse(SECOND);
        AccessToken third = world.token("3");
        readEverywhere();
        assertRevoked(first, second);
        assertGood(third);

        here.revokeEverything();
        world.elapse(SECOND);
        AccessToken fourth = world.token("4");
        readEverywhere();
        assertRevoked(first, second, third);
        assertGood(fourth);
    }

    @Test
    void everythingIsRevokedOfEveryIssuerAndSubject() {
        AccessToken one = world.token("1");
        AccessToken foreign = AccessToken.builder(
                        "https://other.example",
                        "somebody",
                        "9",
                        world.instant(),
                        world.instant().plus(SECOND))
                .build();

        here.revokeEverything();
        readEverywhere();

        assertRevoked(one, foreign);
    }

    @Test
    void equalNamesOfAnotherIssuerOrKindAreSomethingElse() {
        AccessToken foreign = AccessToken.builder(
                        "https://other.example",
                        BlocklistWorld.SUBJECT,
                        "1",
                        world.instant(),
                        world.instant().plus(SECOND))
                .sessionId("s1")
                .keyId("k1")
                .build();
        AccessToken namesakes = AccessToken.builder(
                        BlocklistWorld.ISSUER,
                        "x",
                        "s1",
                        world.instant(),
                        world.instant().plus(SECOND))
                .sessionId("k1")
                .keyId("1")
                .build();

        here.revoke(world.token("1"));
        here.revokeSession(BlocklistWorld.ISSUER, "s1");
        here.revokeKey(BlocklistWorld.ISSUER, "k1");
        here.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);
        readEverywhere();

        assertGood(foreign, namesakes);
    }

    @Test
    void namesThatRunIntoEachOtherAreDifferent() {
        assertThat(RevokedIds.token("ab", "c")).isNotEqualTo(RevokedIds.token("a", "bc"));
    }

    @Test
    void oldNewsTurnGoodTokensAwayUnderRefuse() {
        AccessToken token = world.token("1");
        world.elapse(Duration.ofSeconds(5));
        assertThat(here.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);

        world.elapse(MILLI);

        assertThat(here.check(token)).isEqualTo(RevocationStatus.UNDECIDABLE);
        assertThat(here.age()).hasValue(Duration.ofSeconds(5).plus(MILLI));
        here.ping();
        assertThat(here.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void newsIsAsOldAsTheLastBeatAndNotAsTheAnswer() {
        AccessToken token = world.token("1");
        world.elapse(Duration.ofMillis(900));
        here.ping();

        assertThat(here.age()).hasValue(Duration.ofMillis(900));
        assertThat(here.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void oldNewsAreToldUnderAccept() {
        TokenBlocklist accepting = world.instance(WhenStale.ACCEPT);
        AccessToken token = world.token("1");
        AccessToken revoked = world.token("2");
        accepting.revoke(revoked);

        world.down = true;
        world.elapse(Duration.ofSeconds(6));

        assertThat(accepting.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED_BUT_STALE);
        assertThat(accepting.check(revoked)).isEqualTo(RevocationStatus.REVOKED);
    }

    @Test
    void theStoreIsAskedUnderAskStoreAndOnlyThen() {
        TokenBlocklist asking = world.instance(WhenStale.ASK_STORE);
        AccessToken good = world.token("1");
        AccessToken bad = world.token("2");
        AccessToken outdated = world.token("3");
        there.revoke(bad);
        int before = world.calls;
        assertThat(asking.check(good)).isEqualTo(RevocationStatus.NOT_REVOKED);
        assertThat(world.calls).isEqualTo(before);

        world.elapse(Duration.ofSeconds(6));
        there.revokeSubject(BlocklistWorld.ISSUER, "somebody else");
        before = world.calls;
        assertThat(asking.check(good)).isEqualTo(RevocationStatus.NOT_REVOKED);
        assertThat(asking.check(bad)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(world.calls).isEqualTo(before + 2);
        assertThat(asking.check(bad)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(world.calls).as("what was learnt is known").isEqualTo(before + 2);

        there.revokeSubject(BlocklistWorld.ISSUER, BlocklistWorld.SUBJECT);
        assertThat(asking.check(outdated)).isEqualTo(RevocationStatus.REVOKED);

        world.down = true;
        assertThat(asking.check(world.token("4"))).isEqualTo(RevocationStatus.REVOKED);
        world.elapse(MILLI);
        assertThat(asking.check(world.token("5"))).isEqualTo(RevocationStatus.UNDECIDABLE);
    }

    @Test
    void withoutAnyNewsThePolicyActs() {
        world.down = true;
        AccessToken token = world.token("1");

        assertThat(world.unread(WhenStale.REFUSE).check(token)).isEqualTo(RevocationStatus.UNDECIDABLE);
        assertThat(world.unread(WhenStale.ASK_STORE).check(token)).isEqualTo(RevocationStatus.UNDECIDABLE);
        assertThat(world.unread(WhenStale.ACCEPT).check(token)).isEqualTo(RevocationStatus.NOT_REVOKED_BUT_STALE);
    }

    @Test
    void confirmationHearsOfWhatHasNotArrivedYet() {
        AccessToken token = world.token("1");
        here.revoke(token);
        int before = world.calls;

        assertThat(there.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);
        assertThat(there.confirm(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(world.calls).isEqualTo(before + 1);
        assertThat(there.check(token)).isEqualTo(RevocationStatus.REVOKED);
        assertThat(there.confirm(world.token("2"))).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void aFailureOfTheStoreIsNotSwallowedAndNothingIsRevoked() {
        AccessToken token = world.token("1");
        world.down = true;

        assertThatThrownBy(() -> here.revoke(token)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> here.confirm(token)).isInstanceOf(StoreException.class);
        assertThatThrownBy(here::ping).isInstanceOf(StoreException.class);

        assertThat(here.check(token)).isEqualTo(RevocationStatus.NOT_REVOKED);
    }

    @Test
    void revocationsAreForgottenWhenNoTokenCanBeLeft() {
        for (int i = 0; i < 1_000; i++) {
            here.revoke(world.token("old " + i));
        }
        for (int i = 0; i < 100; i++) {
            here.revokeSubject(BlocklistWorld.ISSUER, "old " + i);
        }
        world.elapse(Duration.ofHours(1).plusMinutes(3));
        for (int i = 0; i < 1_000; i++) {
            here.revoke(world.token("new " + i));
        }

        assertThat(here.size()).isLessThan(1_900);
        for (int i = 0; i < 1_000; i++) {
            assertThat(here.check(world.token("new " + i))).isEqualTo(RevocationStatus.REVOKED);
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        TokenBlocklistBuilder builder = TokenBlocklist.builder(world, WhenStale.REFUSE);

        assertThatThrownBy(() -> builder.maxStaleness(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxStaleness(Duration.ofHours(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxTokenLifetime(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxTokenLifetime(Duration.ofDays(32)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private AccessToken session(String id, String sessionId) {
        return world.tokenBuilder(id, world.instant()).sessionId(sessionId).build();
    }

    private void assertRevoked(AccessToken... tokens) {
        for (AccessToken token : tokens) {
            assertThat(here.check(token)).as("here: " + token).isEqualTo(RevocationStatus.REVOKED);
            assertThat(there.check(token)).as("there: " + token).isEqualTo(RevocationStatus.REVOKED);
        }
    }

    private void assertGood(AccessToken... tokens) {
        for (AccessToken token : tokens) {
            assertThat(here.check(token)).as("here: " + token).isEqualTo(RevocationStatus.NOT_REVOKED);
            assertThat(there.check(token)).as("there: " + token).isEqualTo(RevocationStatus.NOT_REVOKED);
        }
    }

    private void readEverywhere() {
        here.ping();
        there.ping();
    }
}
