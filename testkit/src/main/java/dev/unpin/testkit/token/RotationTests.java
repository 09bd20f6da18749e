package dev.unpin.testkit.token;

import static dev.unpin.testkit.token.RefreshService.ABSOLUTE;
import static dev.unpin.testkit.token.RefreshService.GRACE;
import static dev.unpin.testkit.token.RefreshService.IDLE;
import static dev.unpin.testkit.token.RefreshService.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.seal.SealKeys;
import dev.unpin.seal.SecretHash;
import dev.unpin.testkit.race.Parallel;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshFamily;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.Rotation;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A token is replaced by one successor, whoever asks how often, and nothing lives longer for it. */
interface RotationTests extends RefreshTokenStoreFixture {
    @Test
    default void everyTokenIsReplacedByItsSuccessorAtAnyInstance() {
        RefreshGrant grant = new RefreshService(store())
                .tokens()
                .open(OWNER, "web", o -> o.device("Firefox").scope("orders").scope("profile"));
        Set<String> texts = new HashSet<>(Set.of(grant.token()));

        for (int i = 0; i < 20; i++) {
            elapse(Duration.ofMinutes(10));
            Rotation rotation = new RefreshService(store()).tokens().tryRotate(grant.token());
            assertEquals(Rotation.Status.ROTATED, rotation.status());
            assertTrue(texts.add(rotation.grant().token()), "a token of its own");
            assertEquals(grant.family().id(), rotation.grant().family().id());
            assertEquals(OWNER, rotation.grant().family().owner());
            assertEquals("web", rotation.grant().family().clientId());
            assertEquals("Firefox", rotation.grant().family().device());
            assertEquals(
                    List.of("orders", "profile"),
                    List.copyOf(rotation.grant().family().scope()));
            grant = rotation.grant();
        }
    }

    @Test
    default void insideTheGraceTheSameSuccessorIsGivenAgain() {
        RefreshService service = new RefreshService(store());
        String first = service.tokens().open(OWNER, "web").token();
        Rotation rotated = service.tokens().tryRotate(first);
        elapse(GRACE.minusSeconds(5));

        Rotation replayed = new RefreshService(store()).tokens().tryRotate(first);

        assertEquals(Rotation.Status.REPLAYED, replayed.status());
        assertEquals(rotated.grant(), replayed.grant());
        Rotation again = service.tokens().tryRotate(first);
        assertEquals(replayed, again);
        assertEquals(1, service.events(RefreshEvent.Replayed.class).size());
        assertTrue(service.tokens().tryRotate(rotated.grant().token()).isGranted());
    }

    @Test
    default void aTokenHasTheSameSuccessorWhateverCameAfterIt() {
        RefreshService service = new RefreshService(store());
        List<String> chain =
                new ArrayList<>(List.of(service.tokens().open(OWNER, "web").token()));
        for (int i = 0; i < RefreshTokenStore.RECENT; i++) {
            chain.add(service.tokens().rotate(chain.get(i)).token());
        }

        for (int i = 0; i < RefreshTokenStore.RECENT; i++) {
            Rotation replayed = service.tokens().tryRotate(chain.get(i));
            assertEquals(Rotation.Status.REPLAYED, replayed.status(), "generation " + i);
            assertEquals(chain.get(i + 1), replayed.grant().token());
        }
        assertTrue(
                service.tokens().tryRotate(chain.get(RefreshTokenStore.RECENT)).isGranted());
        assertEquals(
                Rotation.Status.REUSED, service.tokens().tryRotate(chain.get(0)).status(), "one more than are known");
    }

    @Test
    default void theCallThatRotatedIsToldSoWhenItArrivesAgain() {
        RotateRequest call = openAndPrepare(0, 1);
        RefreshTokenStore store = store();

        assertEquals(RotateReply.Status.ROTATED, store.rotate(call).status());
        RotateReply again = store.rotate(call);
        assertEquals(RotateReply.Status.ROTATED, again.status());
        assertEquals(1, again.family().generation());
        assertEquals(
                RotateReply.Status.REPLAYED, store.rotate(withCall(call, 2)).status());
    }

    @Test
    default void whatIsNoTokenOfTheFamilyChangesNothing() {
        RotateRequest call = openAndPrepare(0, 1);
        RefreshTokenStore store = store();
        RotateRequest wrongSecret = new RotateRequest(
                call.owner(), call.family(), 0, hash(77), call.successor(), 3, call.grace(), call.idleTimeout());
        assertEquals(RotateReply.Status.UNKNOWN, store.rotate(wrongSecret).status());

        assertEquals(RotateReply.Status.ROTATED, store.rotate(call).status());
        elapse(GRACE);
        RotateRequest wrongSuccessor = new RotateRequest(
                call.owner(), call.family(), 0, call.presented(), hash(78), 4, call.grace(), call.idleTimeout());
        assertEquals(RotateReply.Status.UNKNOWN, store.rotate(wrongSuccessor).status());
        RotateRequest otherFamily = new RotateRequest(
                call.owner(),
                "x".repeat(22),
                0,
                call.presented(),
                call.successor(),
                5,
                call.grace(),
                call.idleTimeout());
        assertEquals(RotateReply.Status.UNKNOWN, store.rotate(otherFamily).status());
        RotateRequest otherOwner = new RotateRequest(
                "x".repeat(22),
                call.family(),
                0,
                call.presented(),
                call.successor(),
                6,
                call.grace(),
                call.idleTimeout());
        assertEquals(RotateReply.Status.UNKNOWN, store.rotate(otherOwner).status());
        assertEquals(1, store.list(call.owner()).families().size());
    }

    @Test
    default void aStoreThatHasLostRotationsGoesOnFromTheTokenItIsShown() {
        RotateRequest first = openAndPrepare(0, 1);
        RotateRequest later = openAndPrepare(7, 8);
        RefreshTokenStore store = store();

        RotateReply caughtUp = store.rotate(later);

        assertEquals(RotateReply.Status.ROTATED, caughtUp.status());
        assertEquals(8, caughtUp.family().generation());
        assertEquals(
                RotateReply.Status.REPLAYED, store.rotate(withCall(later, 9)).status());
        assertEquals(RotateReply.Status.REUSED, store.rotate(first).status(), "older than anything known");
    }

    @Test
    default void rotationNeverExtendsTheAbsoluteLifetime() {
        RefreshService service = new RefreshService(store());
        RefreshGrant grant = service.tokens().open(OWNER, "web");
        RefreshFamily opened = grant.family();
        assertEquals(opened.openedAt().plus(ABSOLUTE), opened.absoluteDeadline());
        assertEquals(opened.openedAt().plus(IDLE), opened.expiresAt());

        elapse(Duration.ofDays(10));
        grant = service.tokens().rotate(grant.token());
        assertEquals(opened.openedAt(), grant.family().openedAt());
        assertEquals(opened.absoluteDeadline(), grant.family().absoluteDeadline());
        assertEquals(opened.absoluteDeadline(), grant.family().expiresAt());
        elapse(Duration.ofDays(10).minusMinutes(1));
        grant = service.tokens().rotate(grant.token());
        assertEquals(opened.absoluteDeadline(), grant.family().expiresAt());
        elapse(Duration.ofMinutes(1));

        assertEquals(
                Rotation.Status.EXPIRED,
                service.tokens().tryRotate(grant.token()).status());
        assertEquals(List.of(), service.tokens().list(OWNER));
    }

    @Test
    default void aFamilyThatIsNotUsedIsOver() {
        RefreshService service = new RefreshService(store());
        String used = service.tokens().open(OWNER, "web").token();
        String unused = service.tokens().open(OWNER, "web").token();
        elapse(IDLE.minusMinutes(1));
        String successor = service.tokens().rotate(used).token();
        elapse(Duration.ofMinutes(1));

        assertEquals(Rotation.Status.EXPIRED, service.tokens().tryRotate(unused).status());
        assertTrue(service.tokens().tryRotate(successor).isGranted());
        assertEquals(List.of(), service.told(), "what is over is not revoked");
    }

    @Test
    default void keysRotateWithoutSigningAnybodyOut() {
        SealKeys before = SealKeys.of("one", RefreshService.key(1));
        SealKeys both = before.alsoOpening("two", RefreshService.key(2));
        SealKeys after = SealKeys.of("two", RefreshService.key(2)).alsoOpening("one", RefreshService.key(1));
        SealKeys last = SealKeys.of("two", RefreshService.key(2));
        String token =
                new RefreshService(store(), before).tokens().open(OWNER, "web").token();

        String byOld = new RefreshService(store(), both).tokens().rotate(token).token();
        String byNew = new RefreshService(store(), after).tokens().rotate(token).token();

        assertNotEquals(byOld, byNew, "each names the key it was made with");
        assertEquals(
                Rotation.Status.ROTATED,
                new RefreshService(store(), both).tokens().tryRotate(byNew).status());
        Rotation replayed = new RefreshService(store(), after).tokens().tryRotate(byOld);
        assertEquals(Rotation.Status.REPLAYED, replayed.status(), "both are one token");
        assertTrue(new RefreshService(store(), last)
                .tokens()
                .tryRotate(replayed.grant().token())
                .isGranted());
        assertEquals(
                Rotation.Status.FORGED,
                new RefreshService(store(), last).tokens().tryRotate(token).status());
    }

    @Test
    default void ofManyAtOnceOneRotatesAndAllGetTheSameSuccessor() {
        int families = "faults".equals(System.getProperty("unpin.load")) ? 500 : 20;
        List<RefreshService> services = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            services.add(new RefreshService(store()));
        }
        List<RefreshGrant> opened = new ArrayList<>();
        for (int i = 0; i < families; i++) {
            opened.add(services.get(0).tokens().open("user-" + i, "web"));
        }
        List<Callable<List<Rotation>>> calls = new ArrayList<>();
        for (RefreshService service : services) {
            calls.add(() -> opened.stream()
                    .map(grant -> service.tokens().tryRotate(grant.token()))
                    .toList());
        }

        List<List<Rotation>> results = Parallel.run(calls);

        for (int family = 0; family < families; family++) {
            int at = family;
            List<Rotation> ofFamily =
                    results.stream().map(rotations -> rotations.get(at)).toList();
            assertEquals(
                    1,
                    ofFamily.stream()
                            .filter(rotation -> rotation.status() == Rotation.Status.ROTATED)
                            .count());
            assertEquals(
                    1,
                    ofFamily.stream()
                            .map(rotation -> rotation.grant().token())
                            .distinct()
                            .count());
        }
        elapse(GRACE);
        for (RefreshGrant grant : opened) {
            assertEquals(
                    Rotation.Status.REUSED,
                    services.get(0).tokens().tryRotate(grant.token()).status());
        }
        assertEquals(families, Set.copyOf(services.get(0).told()).size());
    }

    @Test
    default void everyCallIsOneRoundTripAndAForgedTokenNone() {
        RefreshService service = new RefreshService(store());
        String warm = service.tokens().open(OWNER, "web").token();
        service.tokens().rotate(warm);
        service.tokens().list(OWNER);
        service.tokens().revokeAll(OWNER);
        service.tokens().ping();

        assertCost(1, "an opening", () -> service.tokens().open(OWNER, "web"));
        String token = service.tokens().open(OWNER, "web").token();
        assertCost(
                1,
                "a rotation",
                () -> assertTrue(service.tokens().tryRotate(token).isGranted()));
        assertCost(
                1,
                "a replay",
                () -> assertTrue(service.tokens().tryRotate(token).isGranted()));
        assertCost(
                1, "a list", () -> assertEquals(2, service.tokens().list(OWNER).size()));
        assertCost(0, "a forged token", () -> service.tokens().tryRotate(token.replace("one", "two")));
        assertCost(0, "a forged sign-out", () -> service.tokens().revoke("r1.one.AAAA"));
        assertCost(
                2,
                "a sign-out and the note that it is told",
                () -> service.tokens().revoke(token));
        assertCost(
                1,
                "a token of a revoked family",
                () -> assertFalse(service.tokens().tryRotate(token).isGranted()));
        assertCost(1, "a ping", () -> service.tokens().ping());
    }

    private void assertCost(long expected, String what, Runnable call) {
        OptionalLong before = roundTrips();
        call.run();
        before.ifPresent(count -> assertEquals(expected, roundTrips().orElse(count) - count, "round trips of " + what));
    }

    /** A call on the family of this test, which is opened if it is not yet there. */
    private RotateRequest openAndPrepare(long generation, long callId) {
        String owner = "o".repeat(22);
        String family = "f".repeat(22);
        store().open(new OpenFamilyRequest(owner, family, hash(0), "", IDLE, ABSOLUTE, 10));
        return new RotateRequest(
                owner, family, generation, hash(generation), hash(generation + 1), callId, GRACE, IDLE);
    }

    private static RotateRequest withCall(RotateRequest call, long callId) {
        return new RotateRequest(
                call.owner(),
                call.family(),
                call.generation(),
                call.presented(),
                call.successor(),
                callId,
                call.grace(),
                call.idleTimeout());
    }

    private static SecretHash hash(long number) {
        return SecretHash.ofSecret(new byte[] {(byte) number});
    }
}
