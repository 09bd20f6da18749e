package dev.unpin.token.refresh;

import dev.unpin.StoreException;
import dev.unpin.settings.Texts;
import dev.unpin.token.spi.StoredFamily;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a store keeps beside a family without reading it: a format digit and four texts, joined by a character that none
 * of them may hold.
 */
record FamilyDetails(String owner, String clientId, String device, Set<String> scope) {
    static final int MAX_ID = 400;
    static final int MAX_DEVICE = 200;
    static final int MAX_SCOPE = 1_000;

    private static final String FORMAT = "1";
    private static final String SEPARATOR = "\0";
    private static final int TEXTS = 5;

    FamilyDetails {
        checkId(owner, "owner");
        checkId(clientId, "clientId");
        check(device, MAX_DEVICE, "device");
        check(String.join(" ", scope), MAX_SCOPE, "scope");
        scope = Collections.unmodifiableSet(new LinkedHashSet<>(scope));
    }

    static String checkId(String text, String name) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return check(text, MAX_ID, name);
    }

    static String check(String text, int longest, String name) {
        if (text.length() > longest || !Texts.isPlain(text)) {
            throw new IllegalArgumentException(name + " has at most " + longest
                    + " characters, none of them control characters or halves of surrogate pairs");
        }
        return text;
    }

    static FamilyDetails read(String stored) {
        List<String> texts = List.of(stored.split(SEPARATOR, -1));
        if (!texts.get(0).equals(FORMAT)) {
            throw StoreException.refused("a family of refresh tokens was stored by a later release than this", null);
        }
        if (texts.size() != TEXTS) {
            throw StoreException.refused("a family of refresh tokens is stored damaged; revoke it", null);
        }
        String scope = texts.get(4);
        return new FamilyDetails(
                texts.get(1),
                texts.get(2),
                texts.get(3),
                scope.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(scope.split(" "))));
    }

    String write() {
        return String.join(SEPARATOR, FORMAT, owner, clientId, device, String.join(" ", scope));
    }

    RefreshFamily of(StoredFamily family) {
        return new RefreshFamily(
                family.id(),
                owner,
                clientId,
                device,
                scope,
                family.openedAt(),
                family.usedAt(),
                family.idleDeadline(),
                family.absoluteDeadline());
    }
}
