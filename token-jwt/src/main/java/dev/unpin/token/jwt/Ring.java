package dev.unpin.token.jwt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a rotating ring in the order in which they sign. Immutable. Which state a key is in follows from the time
 * alone, so that all instances agree without a word.
 */
record Ring(List<Entry> entries) {
    static final Ring EMPTY = new Ring(List.of());

    /** A key; the private half is absent once the key has retired. */
    record Entry(VerificationKey key, @Nullable SigningKey signingKey, Instant signsFrom) {
        static Entry of(SigningKey key, Instant signsFrom) {
            return new Entry(key.verificationKey(), key, signsFrom);
        }
    }

    Ring {
        entries =
                entries.stream().sorted(Comparator.comparing(Entry::signsFrom)).toList();
    }

    /** The last key whose time to sign has come. */
    Optional<Entry> signing(Instant now) {
        return entries.stream().filter(entry -> !entry.signsFrom().isAfter(now)).reduce((earlier, later) -> later);
    }

    Optional<Entry> find(String id) {
        return entries.stream().filter(entry -> entry.key().id().equals(id)).findFirst();
    }

    boolean hasAnnounced(Instant now) {
        return !entries.isEmpty() && entries.get(entries.size() - 1).signsFrom().isAfter(now);
    }

    /** When the key stops verifying: so long after the next one began to sign. */
    Optional<Instant> removal(Entry entry, Duration retirement) {
        int next = entries.indexOf(entry) + 1;
        return next < entries.size() ? Optional.of(entries.get(next).signsFrom().plus(retirement)) : Optional.empty();
    }

    KeyState state(Entry entry, Instant now) {
        if (entry.signsFrom().isAfter(now)) {
            return KeyState.ANNOUNCED;
        }
        return signing(now).filter(entry::equals).isPresent() ? KeyState.SIGNING : KeyState.RETIRING;
    }

    Ring with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Ring(more);
    }

    Ring without(String id) {
        return new Ring(
                entries.stream().filter(entry -> !entry.key().id().equals(id)).toList());
    }

    /** Without the keys that are over, and without the private halves that are needed no more. */
    Ring tidied(Instant now, Duration retirement) {
        return new Ring(entries.stream()
                .filter(entry -> removal(entry, retirement)
                        .filter(end -> !now.isBefore(end))
                        .isEmpty())
                .map(entry -> state(entry, now) == KeyState.RETIRING
                        ? new Entry(entry.key(), null, entry.signsFrom())
                        : entry)
                .toList());
    }
}
