package dev.unpin.token.refresh;

import dev.unpin.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of revoked families, and tells the store that it has. Both lie in different places, so there are two steps, and
 * a crash may come between: the store goes on naming a family until it has heard that it is told. Thread-safe.
 */
final class Revocations {
    /** Of how many owners an instance remembers by itself that something is pending; the store remembers all. */
    private static final int MOST_PENDING = 10_000;

    private final RefreshSettings settings;
    private final Set<String> pendingOwners = ConcurrentHashMap.newKeySet();

    Revocations(RefreshSettings settings) {
        this.settings = settings;
    }

    /** Tells of all these families of one owner, and returns those of which it could not. */
    List<String> tell(String owner, List<String> untold) {
        List<String> told = new ArrayList<>();
        for (String family : untold) {
            if (!tell(family)) {
                // Where one fails the others would, each after a deadline of its own.
                break;
            }
            told.add(family);
        }
        boolean acknowledged = told.isEmpty() || acknowledge(owner, told);
        if (acknowledged && told.size() == untold.size()) {
            pendingOwners.remove(owner);
        } else if (pendingOwners.size() < MOST_PENDING) {
            pendingOwners.add(owner);
        }
        return List.copyOf(untold.subList(told.size(), untold.size()));
    }

    /** Tells of whatever is pending of the owners that this instance remembers, and returns how many are left. */
    int retry() {
        for (String owner : pendingOwners) {
            tell(owner, settings.store().list(owner).untold());
        }
        return pendingOwners.size();
    }

    private boolean tell(String family) {
        try {
            settings.revocation().revoke(family);
            return true;
        } catch (RuntimeException e) {
            // Whatever it was: the family is revoked, and to be told until it is.
            settings.tell(new RefreshEvent.RevocationPending(family, e));
            return false;
        }
    }

    private boolean acknowledge(String owner, List<String> told) {
        try {
            settings.store().acknowledge(owner, told);
        } catch (StoreException e) {
            // They are told, and will be once more.
            told.forEach(family -> settings.tell(new RefreshEvent.RevocationPending(family, e)));
            return false;
        }
        told.forEach(family -> settings.tell(new RefreshEvent.RevocationTold(family)));
        return true;
    }
}
