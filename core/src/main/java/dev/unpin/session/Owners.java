package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.session.spi.OwnerEntries;
import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What owners can do with their sessions. Session and index lie apart, so nothing changes both at once; the order of
 * steps makes up for it. A sign-in stores the session, enters it here, ends what has become too much, and only then
 * does anybody learn the new secret: who holds a secret is in the index, and what an interruption leaves behind nobody
 * can open.
 */
final class Owners {
    private final SessionSettings settings;
    private final OwnerStore index;

    Owners(SessionSettings settings, OwnerStore index) {
        this.settings = settings;
        this.index = index;
    }

    /** The steps of a sign-in between storing the session and handing out its secret; false if it is over already. */
    boolean enrol(String owner, String id, String label, Duration keep) {
        OwnerEntries entries = index.add(owner, id, label, keep);
        int tooMany = entries.live().size() - settings.maxSessionsPerOwner();
        if (tooMany <= 0 && entries.marked().isEmpty()) {
            return true;
        }
        Set<String> gone = new LinkedHashSet<>();
        List<String> oldest = tooMany <= 0 ? List.of() : oldest(owner, id, entries.live(), tooMany, gone);
        if (!oldest.isEmpty()) {
            index.mark(owner, oldest);
        }
        List<String> toEnd = new ArrayList<>(entries.marked());
        toEnd.addAll(oldest);
        end(owner, toEnd);
        gone.addAll(toEnd);
        index.remove(owner, gone);
        return !gone.contains(id);
    }

    /**
     * Whom a new session costs its place, the oldest first. Who has signed out or stayed away too long is still in the
     * index, and has no place to lose.
     */
    private List<String> oldest(String owner, String newest, List<OwnerEntry> live, int tooMany, Set<String> gone) {
        List<String> alive = new ArrayList<>();
        for (OwnerEntry entry : live) {
            String id = entry.sessionId();
            if (id.equals(newest)) {
                continue;
            }
            if (find(owner, id).isEmpty()) {
                gone.add(id);
            } else if (gone.size() >= tooMany) {
                return List.of();
            } else {
                alive.add(id);
            }
        }
        return alive.subList(0, Math.max(0, tooMany - gone.size()));
    }

    /** Ends first what an interrupted sign-out has left: what is shown is what there is. */
    List<OwnedSession> list(String owner) {
        List<OwnedSession> sessions = new ArrayList<>();
        OwnerEntries entries = index.list(owner);
        end(owner, entries.marked());
        List<String> gone = new ArrayList<>(entries.marked());
        for (OwnerEntry entry : entries.live()) {
            find(owner, entry.sessionId())
                    .ifPresentOrElse(
                            summary -> sessions.add(
                                    0,
                                    OwnedSession.of(
                                            entry, summary, settings.timeouts().idle())),
                            () -> gone.add(entry.sessionId()));
        }
        if (!gone.isEmpty()) {
            index.remove(owner, gone);
        }
        return List.copyOf(sessions);
    }

    /** Leaves the entry for whoever meets it next: it tells of a session that is gone, and is no use to anybody. */
    boolean signOut(String owner, String id) {
        boolean gone = settings.store().endOwned(id, owner);
        if (gone) {
            settings.signedOut(id);
        }
        return gone;
    }

    /** Marks first: should this be interrupted, the owner's next sign-in or sign-out goes on with it. */
    void signOutEverywhere(String owner) {
        OwnerEntries entries = index.list(owner);
        List<String> all = new ArrayList<>(entries.marked());
        List<String> unmarked =
                entries.live().stream().map(OwnerEntry::sessionId).toList();
        all.addAll(unmarked);
        if (!unmarked.isEmpty()) {
            index.mark(owner, unmarked);
        }
        if (!all.isEmpty()) {
            finish(owner, all);
        }
    }

    private void finish(String owner, List<String> marked) {
        try {
            end(owner, marked);
            index.remove(owner, marked);
        } catch (StoreException e) {
            throw StoreException.unknown(
                    "not every session of the owner is known to be signed out; sign out everywhere again", e);
        }
    }

    private Optional<SessionSummary> find(String owner, String id) {
        return settings.store().describe(id).filter(summary -> owner.equals(summary.owner()));
    }

    /** One that cannot be reached does not save the others, as long as that takes no longer than a commit may. */
    private void end(String owner, List<String> ids) {
        long start = System.nanoTime();
        @Nullable StoreException failure = null;
        for (String id : ids) {
            if (failure != null && settings.commitTimeoutOver(start)) {
                break;
            }
            try {
                signOut(owner, id);
            } catch (StoreException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
