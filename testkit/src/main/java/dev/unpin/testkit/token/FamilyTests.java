package dev.unpin.testkit.token;

import static dev.unpin.testkit.token.RefreshService.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.seal.SecretHash;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshFamily;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.Rotation;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.StoredFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner's devices: what is kept of them, how many there are. */
interface FamilyTests extends RefreshTokenStoreFixture {
    @Test
    default void devicesAreListedTheOneUsedLastFirst() {
        RefreshService service = new RefreshService(store());
        RefreshGrant phone = service.tokens().open(OWNER, "app", o -> o.device("T\u00e9l\u00e9phone \ud83d\udcf1"));
        elapse(Duration.ofMinutes(1));
        RefreshGrant laptop = service.tokens().open(OWNER, "web", o -> o.scope("orders"));
        service.tokens().open("user-43", "web");
        elapse(Duration.ofMinutes(1));
        RefreshFamily used = service.tokens().rotate(phone.token()).family();

        List<RefreshFamily> devices = new RefreshService(store()).tokens().list(OWNER);

        assertEquals(List.of(used, laptop.family()), devices);
        assertEquals("T\u00e9l\u00e9phone \ud83d\udcf1", devices.get(0).device());
        assertFalse(used.usedAt().isBefore(used.openedAt().plus(Duration.ofMinutes(2))), "by the store's time");
        assertEquals(List.of(), service.tokens().list("nobody"));
    }

    @Test
    default void halfASurrogatePairIsRefusedSinceOwnersThatDifferInItWouldBecomeOne() {
        RefreshService service = new RefreshService(store());
        for (String owner : List.of("user-\ud83d", "user-\udcf1", "user-\n")) {
            assertThrows(IllegalArgumentException.class, () -> service.tokens().open(owner, "web"));
        }
    }

    @Test
    default void oneDeviceTooManyDisplacesTheOneUsedLeastRecently() {
        RefreshService service = new RefreshService(store(), 3);
        List<RefreshGrant> grants = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            grants.add(service.tokens().open(OWNER, "web"));
            elapse(Duration.ofMinutes(1));
        }
        String first = service.tokens().rotate(grants.get(0).token()).token();

        RefreshGrant fourth = service.tokens().open(OWNER, "web");

        String displaced = grants.get(1).family().id();
        assertEquals(
                Rotation.Status.REVOKED,
                service.tokens().tryRotate(grants.get(1).token()).status());
        assertEquals(List.of(displaced), service.told());
        assertEquals(List.of(new RefreshEvent.Displaced(displaced)), service.events(RefreshEvent.Displaced.class));
        for (String token : List.of(first, grants.get(2).token(), fourth.token())) {
            assertTrue(service.tokens().tryRotate(token).isGranted());
        }
    }

    @Test
    default void devicesThatAreSignedOutOrOverTakeNoPlace() {
        RefreshService service = new RefreshService(store(), 2);
        service.tokens().open(OWNER, "web");
        RefreshGrant out = service.tokens().open(OWNER, "web");
        service.tokens().revoke(out.token());
        RefreshGrant kept = service.tokens().open(OWNER, "web");
        assertEquals(2, service.tokens().list(OWNER).size());
        elapse(RefreshService.IDLE.minusMinutes(1));
        String token = service.tokens().rotate(kept.token()).token();
        elapse(Duration.ofMinutes(1));

        service.tokens().open(OWNER, "web");

        assertTrue(service.tokens().tryRotate(token).isGranted());
        assertEquals(2, service.tokens().list(OWNER).size());
        assertEquals(List.of(), service.events(RefreshEvent.Displaced.class));
    }

    @Test
    default void whatIsKeptBesideAFamilyComesBackAsItWent() {
        String owner = "o".repeat(22);
        StringBuilder details = new StringBuilder();
        for (char c = 0; c < 512; c++) {
            details.append(c);
        }
        details.append("x".repeat(StoredFamily.MAX_DETAILS - details.length()));
        store().open(new OpenFamilyRequest(
                owner,
                "f".repeat(22),
                SecretHash.ofSecret(new byte[] {1}),
                details.toString(),
                RefreshService.IDLE,
                RefreshService.ABSOLUTE,
                1));

        assertEquals(details.toString(), store().list(owner).families().get(0).details());
    }
}
