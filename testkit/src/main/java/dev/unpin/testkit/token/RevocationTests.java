package dev.unpin.testkit.token;

import static dev.unpin.testkit.token.RefreshService.ABSOLUTE;
import static dev.unpin.testkit.token.RefreshService.GRACE;
import static dev.unpin.testkit.token.RefreshService.IDLE;
import static dev.unpin.testkit.token.RefreshService.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.seal.SecretHash;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.Revoked;
import dev.unpin.token.refresh.Rotation;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import dev.unpin.token.spi.StoredFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is revoked stays so, and its access tokens are revoked sooner or later, whoever crashes or fails. */
interface RevocationTests extends RefreshTokenStoreFixture {
    @Test
    default void oneDeviceIsSignedOutAndTheOthersStay() {
        RefreshService service = new RefreshService(store());
        RefreshGrant phone = service.tokens().open(OWNER, "app");
        RefreshGrant laptop = service.tokens().open(OWNER, "web");

        Revoked revoked = new RefreshService(store())
                .tokens()
                .revokeFamily(OWNER, phone.family().id());

        assertEquals(new Revoked(List.of(phone.family().id()), List.of()), revoked);
        assertEquals(
                Rotation.Status.REVOKED,
                service.tokens().tryRotate(phone.token()).status());
        assertTrue(service.tokens().tryRotate(laptop.token()).isGranted());
        assertEquals(
                List.of(),
                service.tokens().revokeFamily(OWNER, phone.family().id()).families(),
                "only once");
    }

    @Test
    default void anyTokenOfAFamilySignsItOut() {
        RefreshService service = new RefreshService(store());
        RefreshGrant first = service.tokens().open(OWNER, "web");
        String second = service.tokens().rotate(first.token()).token();
        elapse(Duration.ofHours(1));

        assertEquals(
                List.of(first.family().id()),
                service.tokens().revoke(first.token()).families());
        assertEquals(Rotation.Status.REVOKED, service.tokens().tryRotate(second).status());
        assertEquals(1, service.events(RefreshEvent.Revoked.class).size());
        assertEquals(List.of(), service.events(RefreshEvent.Reused.class), "to sign out is no theft");
    }

    @Test
    default void allDevicesOfOneOwnerAreSignedOut() {
        RefreshService service = new RefreshService(store());
        List<RefreshGrant> grants = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            grants.add(service.tokens().open(OWNER, "web"));
        }
        RefreshGrant other = service.tokens().open("user-43", "web");

        Set<String> revoked = Set.copyOf(service.tokens().revokeAll(OWNER).families());

        Set<String> all =
                Set.copyOf(grants.stream().map(grant -> grant.family().id()).toList());
        assertEquals(all, revoked);
        assertEquals(all, Set.copyOf(service.told()));
        assertEquals(List.of(), service.tokens().list(OWNER));
        assertTrue(service.tokens().tryRotate(other.token()).isGranted());
        assertEquals(List.of(), service.tokens().revokeAll("nobody").families());
    }

    @Test
    default void nobodySignsOutTheDevicesOfOthers() {
        RefreshService service = new RefreshService(store());
        RefreshGrant grant = service.tokens().open(OWNER, "web");

        for (String id : List.of(grant.family().id(), "", "x", "no id at all, and long", "~", "\u0000")) {
            assertEquals(List.of(), service.tokens().revokeFamily("user-43", id).families());
        }
        assertTrue(service.tokens().tryRotate(grant.token()).isGranted());
    }

    @Test
    default void whatCouldNotBeToldIsToldWithTheNextCall() {
        RefreshService service = new RefreshService(store());
        RefreshGrant phone = service.tokens().open(OWNER, "app");
        RefreshGrant laptop = service.tokens().open(OWNER, "web");
        service.blocklistDown();

        Revoked revoked = service.tokens().revokeFamily(OWNER, phone.family().id());

        String id = phone.family().id();
        assertEquals(new Revoked(List.of(id), List.of(id)), revoked);
        assertEquals(1, service.events(RefreshEvent.RevocationPending.class).size());
        assertEquals(
                Rotation.Status.REVOKED,
                service.tokens().tryRotate(phone.token()).status(),
                "all the same");
        service.blocklistUp();
        assertTrue(service.tokens().tryRotate(laptop.token()).isGranted());
        assertEquals(List.of(id), service.told());
        service.tokens().list(OWNER);
        assertEquals(List.of(id), service.told(), "no more than once");
        assertEquals(0, service.tokens().retryPending());
    }

    @Test
    default void whatCouldNotBeToldIsToldWithoutTheOwner() {
        RefreshService service = new RefreshService(store());
        for (String owner : List.of(OWNER, "user-43")) {
            service.tokens().open(owner, "app");
            service.tokens().open(owner, "web");
        }
        service.blocklistDown();
        service.tokens().revokeAll(OWNER);
        service.tokens().revokeAll("user-43");

        assertEquals(2, service.tokens().retryPending());
        service.blocklistUp();
        assertEquals(0, service.tokens().retryPending());

        assertEquals(4, Set.copyOf(service.told()).size());
        assertEquals(0, service.tokens().retryPending());
        assertEquals(4, service.told().size(), "no more than once");
    }

    /** The instance that found the reuse dies before it has told anybody. */
    @Test
    default void aCrashBetweenTheTwoStepsLosesNothing() {
        RefreshService service = new RefreshService(store());
        RefreshGrant stolen = service.tokens().open(OWNER, "web");
        service.tokens().rotate(stolen.token());
        elapse(GRACE);
        RefreshService crashing = new RefreshService(new CrashingStore(store()));
        try {
            crashing.tokens().tryRotate(stolen.token());
            throw new AssertionError("the store's answer should have been lost with the instance");
        } catch (CrashingStore.Crash crash) {
            assertEquals(List.of(), crashing.told());
        }

        RefreshService other = new RefreshService(store());
        assertEquals(
                Rotation.Status.REUSED, other.tokens().tryRotate(stolen.token()).status());

        assertEquals(List.of(stolen.family().id()), other.told());
        other.tokens().list(OWNER);
        assertEquals(1, other.told().size());
    }

    /** It dies after it has told, and before it has noted so: telling twice does no harm, not telling would. */
    @Test
    default void aRevokedFamilyIsNamedUntilItIsAcknowledged() {
        RefreshTokenStore store = store();
        String owner = "o".repeat(22);
        String family = "f".repeat(22);
        store.open(new OpenFamilyRequest(owner, family, SecretHash.ofSecret(new byte[] {1}), "", IDLE, ABSOLUTE, 3));
        store.revokeAll(owner);

        assertEquals(List.of(family), store.list(owner).untold());
        assertEquals(List.of(family), store().list(owner).untold());
        store.acknowledge(owner, List.of("x".repeat(22)));
        assertEquals(List.of(family), store.revokeAll(owner).untold());
        store.acknowledge(owner, List.of(family));
        store.acknowledge(owner, List.of(family));
        assertEquals(List.of(), store.list(owner).untold());
    }

    @Test
    default void anOpeningThatArrivesAgainBringsNothingBack() {
        RefreshTokenStore store = store();
        String owner = "o".repeat(22);
        OpenFamilyRequest opening = new OpenFamilyRequest(
                owner, "f".repeat(22), SecretHash.ofSecret(new byte[] {1}), "kept", IDLE, ABSOLUTE, 3);
        StoredFamily opened = store.open(opening).family();
        assertEquals(opened, store.open(opening).family(), "and twice is once");
        store.revoke(owner, "f".repeat(22));

        store.open(opening);

        assertEquals(List.of(), store.list(owner).families());
        RotateRequest first = new RotateRequest(
                owner, "f".repeat(22), 0, opening.token(), SecretHash.ofSecret(new byte[] {2}), 1, GRACE, IDLE);
        assertEquals(RotateReply.Status.REVOKED, store.rotate(first).status());
        elapse(StoredFamily.REVOKED_KNOWN_FOR.minusMinutes(1));
        assertEquals(RotateReply.Status.REVOKED, store.rotate(first).status());
    }

    @Test
    default void noMoreAreToldThanTheLastFew() {
        RefreshTokenStore store = store();
        String owner = "o".repeat(22);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= RefreshTokenStore.MOST_UNTOLD; i++) {
            String id = String.format("%022d", i);
            ids.add(id);
            store.open(new OpenFamilyRequest(owner, id, SecretHash.ofSecret(new byte[] {1}), "", IDLE, ABSOLUTE, 3));
            store.revoke(owner, id);
        }

        assertEquals(ids.subList(1, ids.size()), store.list(owner).untold());
    }
}
