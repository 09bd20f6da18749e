package dev.unpin.testkit.token;

import static dev.unpin.testkit.token.RefreshService.GRACE;
import static dev.unpin.testkit.token.RefreshService.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.seal.SealKeys;
import dev.unpin.token.refresh.RefreshEvent;
import dev.unpin.token.refresh.RefreshException;
import dev.unpin.token.refresh.RefreshGrant;
import dev.unpin.token.refresh.Rotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who shows a token that was replaced is found out, and who shows one that never was has no say. */
interface ReuseTests extends RefreshTokenStoreFixture {
    @Test
    default void aTokenShownAfterTheGraceEndsItsFamily() {
        RefreshService service = new RefreshService(store());
        RefreshGrant stolen = service.tokens().open(OWNER, "web");
        String successor = service.tokens().rotate(stolen.token()).token();
        elapse(GRACE);

        Rotation reused = new RefreshService(store()).tokens().tryRotate(stolen.token());

        assertEquals(Rotation.Status.REUSED, reused.status());
        assertEquals(stolen.family().id(), reused.familyId().orElseThrow());
        assertEquals(
                Rotation.Status.REVOKED, service.tokens().tryRotate(successor).status(), "the newest token as well");
        assertEquals(List.of(), service.tokens().list(OWNER));
    }

    @Test
    default void reuseIsToldToTheBlocklistAndTheListener() {
        RefreshService service = new RefreshService(store());
        RefreshGrant stolen = service.tokens().open(OWNER, "web");
        service.tokens().rotate(stolen.token());
        elapse(GRACE);
        service.tokens().tryRotate(stolen.token());

        assertEquals(List.of(stolen.family().id()), service.told());
        assertEquals(List.of(new RefreshEvent.Reused(stolen.family().id())), service.events(RefreshEvent.Reused.class));
        assertEquals(
                List.of(new RefreshEvent.RevocationTold(stolen.family().id())),
                service.events(RefreshEvent.RevocationTold.class));
        assertEquals(
                Rotation.Status.REUSED,
                service.tokens().tryRotate(stolen.token()).status(),
                "and so it is called whenever it comes again");
        assertEquals(1, service.told().size(), "told once");
    }

    @Test
    default void aTokenOfAnyAgeIsRecognised() {
        RefreshService service = new RefreshService(store());
        List<String> chain =
                new ArrayList<>(List.of(service.tokens().open(OWNER, "web").token()));
        for (int i = 0; i < 30; i++) {
            elapse(Duration.ofMinutes(10));
            chain.add(service.tokens().rotate(chain.get(i)).token());
        }

        assertEquals(
                Rotation.Status.REPLAYED,
                service.tokens().tryRotate(chain.get(29)).status());
        assertEquals(
                Rotation.Status.REUSED,
                service.tokens().tryRotate(chain.get(28)).status());
        assertEquals(
                Rotation.Status.REUSED, service.tokens().tryRotate(chain.get(0)).status());
    }

    @Test
    default void noGraceBringsARevokedFamilyBack() {
        RefreshService service = new RefreshService(store());
        String first = service.tokens().open(OWNER, "web").token();
        String second = service.tokens().rotate(first).token();
        service.tokens().revoke(second);

        assertEquals(Rotation.Status.REVOKED, service.tokens().tryRotate(first).status());
        assertEquals(Rotation.Status.REVOKED, service.tokens().tryRotate(second).status());
        RefreshException refusal =
                assertThrows(RefreshException.class, () -> service.tokens().rotate(first));
        assertEquals("refresh-token-revoked", refusal.code());
        assertEquals(400, refusal.httpStatus());
    }

    @Test
    default void forgedTokensSignNobodyOut() {
        RefreshService service = new RefreshService(store());
        RefreshGrant first = service.tokens().open(OWNER, "web");
        String good = service.tokens().rotate(first.token()).token();
        elapse(GRACE);
        String old = first.token();
        List<String> forged = new ArrayList<>(
                List.of("", ".", "r1", "r1..", "r1.one.", "r1.one.AAAA", old + "A", old + "=", " " + old));
        for (int i = 0; i < old.length(); i++) {
            char other = old.charAt(i) == 'A' ? 'B' : 'A';
            forged.add(old.substring(0, i) + other + old.substring(i + 1));
            forged.add(old.substring(0, i));
        }
        forged.add(new RefreshService(store(), SealKeys.of("one", RefreshService.key(9)))
                .tokens()
                .open(OWNER, "web")
                .token());
        forged.add("x".repeat(12 << 20));

        for (String token : forged) {
            assertEquals(
                    Rotation.Status.FORGED, service.tokens().tryRotate(token).status(), () -> "of " + token.length());
            assertEquals(List.of(), service.tokens().revoke(token).families());
        }

        assertEquals(
                Set.of(Rotation.Status.FORGED),
                Set.copyOf(service.events(RefreshEvent.Rejected.class).stream()
                        .map(RefreshEvent.Rejected::status)
                        .toList()));
        assertTrue(service.tokens().tryRotate(good).isGranted());
        assertEquals(List.of(), service.told());
    }

    @Test
    default void nothingThatIsShownHoldsATokenOrAnOwner() {
        RefreshService service = new RefreshService(store());
        RefreshGrant grant = service.tokens().open(OWNER, "web", o -> o.device("Firefox"));
        Rotation rotation = service.tokens().tryRotate(grant.token());
        elapse(GRACE);
        Rotation reused = service.tokens().tryRotate(grant.token());

        List<String> shown = new ArrayList<>();
        service.events(RefreshEvent.class).forEach(event -> shown.add(event.toString()));
        shown.add(grant.toString());
        shown.add(rotation.toString());
        shown.add(reused.toString());
        shown.add(String.valueOf(assertThrows(RefreshException.class, reused::grant)));
        String secret = grant.token().substring(grant.token().length() - 100);
        for (String text : shown) {
            assertTrue(!text.contains(OWNER) && !text.contains("Firefox") && !text.contains(secret), text);
        }
    }
}
