package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.OwnerEntries;
import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.session.spi.OwnerStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The port itself: entries in the order of their sign-ins, marks that stay, and an end for everything. */
interface OwnerStoreTests extends OwnerStoreFixture {
    /** How long entries are kept. */
    Duration KEEP = Duration.ofHours(12);

    @Test
    default void whoeverAddsSeesAllEntriesTheOldestFirst() {
        OwnerStore here = owners();
        OwnerStore there = owners();
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> "s" + i).toList();

        for (int i = 0; i < ids.size(); i++) {
            OwnerEntries entries = (i % 2 == 0 ? here : there).add("Ada", ids.get(i), "device " + i, KEEP);
            assertEquals(ids.subList(0, i + 1), live(entries));
        }

        assertEquals(ids, live(here.list("Ada")));
        assertEquals(
                List.of("device 0", "device 9"),
                List.of(
                        there.list("Ada").live().get(0).label(),
                        there.list("Ada").live().get(9).label()));
    }

    @Test
    default void ownersAreApart() {
        OwnerStore index = owners();
        List<String> owners = List.of("Ada", "ada", "Ada ", "{Ada}", "Ädä", "a:b", "😀", "x".repeat(256));

        for (String owner : owners) {
            index.add(owner, "of " + owner, "", KEEP);
        }
        index.remove("Ada", List.of("of Ada"));

        assertEquals(List.of(), live(index.list("Ada")));
        for (String owner : owners.subList(1, owners.size())) {
            assertEquals(List.of("of " + owner), live(index.list(owner)));
        }
        assertEquals(new OwnerEntries(List.of(), List.of()), index.list("nobody"));
    }

    @Test
    default void anEntryThatIsAddedAgainIsTheNewestUnderItsNewLabel() {
        OwnerStore index = owners();
        index.add("Ada", "s1", "old", KEEP);
        index.add("Ada", "s2", "", KEEP);
        elapse(Duration.ofMinutes(10));

        OwnerEntry again = index.add("Ada", "s1", "Ünïcödé 😀", KEEP).live().get(1);

        assertEquals("s1", again.sessionId());
        assertEquals("Ünïcödé 😀", again.label());
        assertTrue(again.signedIn().isAfter(index.list("Ada").live().get(0).signedIn()));
        assertEquals(List.of("s2", "s1"), live(index.list("Ada")));
    }

    @Test
    default void aMarkStaysUntilTheEntryGoes() {
        OwnerStore index = owners();
        for (String id : List.of("s1", "s2", "s3")) {
            index.add("Ada", id, "", KEEP);
        }

        index.mark("Ada", List.of("s1", "s3", "unknown"));
        index.mark("Ada", List.of("s1"));

        assertEquals(List.of("s2"), live(owners().list("Ada")));
        assertEquals(List.of("s1", "s3"), index.list("Ada").marked());
        assertEquals(List.of("s3", "s1"), index.add("Ada", "s1", "", KEEP).marked(), "added again, it is still marked");
        index.remove("Ada", List.of("s1", "unknown"));
        assertEquals(List.of("s3"), index.list("Ada").marked());
        assertEquals(List.of("s2", "s1"), live(index.add("Ada", "s1", "", KEEP)), "removed and added, it is not");
    }

    @Test
    default void markingAndRemovingWhatIsNotThereStoresNothing() {
        OwnerStore index = owners();

        index.mark("Ada", List.of("s1"));
        index.remove("Ada", List.of("s1"));

        assertEquals(new OwnerEntries(List.of(), List.of()), index.list("Ada"));
    }

    @Test
    default void anEntryEndsByItselfAndTheOthersStay() {
        OwnerStore index = owners();
        index.add("Ada", "s1", "", KEEP);
        index.add("Ada", "marked", "", KEEP);
        index.mark("Ada", List.of("marked"));
        elapse(Duration.ofHours(6));
        index.add("Ada", "s2", "", KEEP);
        index.add("Ada", "short", "", Duration.ofHours(1));

        elapse(Duration.ofHours(6));
        assertEquals(List.of("s2"), live(index.list("Ada")));
        assertEquals(List.of(), index.list("Ada").marked());
        assertEquals(List.of("s2", "s3"), live(index.add("Ada", "s3", "", Duration.ofMinutes(1))));

        elapse(Duration.ofHours(6));
        assertEquals(List.of(), live(index.list("Ada")));
    }

    @Test
    default void addingAgainNeverShortensWhatAnEntryIsKept() {
        OwnerStore index = owners();
        index.add("Ada", "s1", "", KEEP);

        index.add("Ada", "s1", "", Duration.ofMinutes(1));
        elapse(Duration.ofHours(11));

        assertEquals(List.of("s1"), live(index.list("Ada")));
    }

    private static List<String> live(OwnerEntries entries) {
        return entries.live().stream().map(OwnerEntry::sessionId).toList();
    }
}
