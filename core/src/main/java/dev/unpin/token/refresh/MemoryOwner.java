package dev.unpin.token.refresh;

import dev.unpin.token.spi.FamilyList;
import dev.unpin.token.spi.OpenFamilyReply;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RevokeReply;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import dev.unpin.token.spi.StoredFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The families of one owner in a {@link MemoryRefreshTokenStore}; its monitor makes every call one step. */
final class MemoryOwner {
    private final Map<String, MemoryFamily> families = new LinkedHashMap<>();
    private final Set<String> untold = new LinkedHashSet<>();
    private Instant untoldUntil = Instant.MIN;

    synchronized OpenFamilyReply open(OpenFamilyRequest request, Instant now) {
        List<String> displaced = new ArrayList<>();
        if (!families.containsKey(request.family())) {
            tidy(request.maxFamilies(), now);
            List<String> live = liveByUse(now);
            int tooMany = live.size() + 1 - request.maxFamilies();
            for (String id : live.subList(0, Math.max(0, tooMany))) {
                revoke(id, now);
                displaced.add(id);
            }
            families.put(request.family(), new MemoryFamily(request, now));
        }
        return new OpenFamilyReply(family(request.family()).stored(), displaced, List.copyOf(untold));
    }

    synchronized RotateReply rotate(RotateRequest request, Instant now) {
        MemoryFamily family = families.get(request.family());
        if (family == null) {
            return RotateReply.refused(RotateReply.Status.UNKNOWN, List.copyOf(untold));
        }
        boolean revokedBefore = family.isRevoked();
        RotateReply.Status status = family.rotate(request, now);
        if (family.isRevoked() && !revokedBefore) {
            toBeTold(request.family(), now);
        }
        return status == RotateReply.Status.ROTATED || status == RotateReply.Status.REPLAYED
                ? RotateReply.good(status, family.stored(), List.copyOf(untold))
                : RotateReply.refused(status, List.copyOf(untold));
    }

    synchronized RevokeReply revoke(List<String> ids, Instant now) {
        List<String> revoked = ids.stream()
                .filter(id -> families.containsKey(id) && family(id).isLive(now))
                .toList();
        revoked.forEach(id -> revoke(id, now));
        return new RevokeReply(revoked, List.copyOf(untold));
    }

    synchronized RevokeReply revokeAll(Instant now) {
        return revoke(List.copyOf(families.keySet()), now);
    }

    synchronized FamilyList list(Instant now) {
        return new FamilyList(
                families.values().stream()
                        .filter(family -> family.isLive(now))
                        .map(MemoryFamily::stored)
                        .toList(),
                List.copyOf(untold));
    }

    synchronized void acknowledge(List<String> ids) {
        untold.removeAll(Set.copyOf(ids));
    }

    synchronized boolean isForgettable(Instant now) {
        return families.values().stream().allMatch(family -> family.isOver(now))
                && (untold.isEmpty() || !now.isBefore(untoldUntil));
    }

    private void revoke(String id, Instant now) {
        family(id).revoke(now);
        toBeTold(id, now);
    }

    private void toBeTold(String id, Instant now) {
        untold.add(id);
        if (untold.size() > RefreshTokenStore.MOST_UNTOLD) {
            untold.remove(untold.iterator().next());
        }
        untoldUntil = now.plus(StoredFamily.REVOKED_KNOWN_FOR);
    }

    /** Forgets what is over, and of the revoked families those beyond as many as there may be live ones. */
    private void tidy(int most, Instant now) {
        families.values().removeIf(family -> family.isOver(now));
        List<String> revoked = families.entrySet().stream()
                .filter(entry -> entry.getValue().isRevoked())
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(MemoryFamily::deadline)))
                .map(Map.Entry::getKey)
                .toList();
        revoked.subList(0, Math.max(0, revoked.size() - most)).forEach(families::remove);
    }

    private List<String> liveByUse(Instant now) {
        return families.entrySet().stream()
                .filter(entry -> entry.getValue().isLive(now))
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(MemoryFamily::usedAt)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private MemoryFamily family(String id) {
        MemoryFamily family = families.get(id);
        if (family == null) {
            throw new IllegalStateException("no such family");
        }
        return family;
    }
}
