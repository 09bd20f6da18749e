package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.names;
import static dev.unpin.testkit.blob.BlobTests.source;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.blob.BlobEntry;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobPage;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.ListOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A listing tells every key once, in the order of UTF-8 bytes, page by page. */
interface ListTests extends BlobTests {
    private Blobs filled(String... keys) {
        Blobs blobs = blobs();
        for (String key : keys) {
            blobs.put(key, source(key));
        }
        return blobs;
    }

    /** All pages, by their tokens. */
    private static List<String> paged(Blobs blobs, Consumer<ListOptions> options) {
        List<String> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Optional<String> next = token;
            BlobPage page = blobs.page(o -> {
                options.accept(o);
                next.ifPresent(o::pageToken);
            });
            page.entries().forEach(entry -> all.add(entry.name()));
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    @Test
    default void nothingIsListedWhereNothingIs() {
        assertEquals(List.of(), names(blobs(), o -> {}));
        assertEquals(List.of(), names(filled("a"), o -> o.prefix("b")));
    }

    @Test
    default void aListingTellsWhatStatTells() {
        Blobs blobs = filled("k");
        BlobInfo info = blobs.get("k");

        BlobEntry.Blob entry = (BlobEntry.Blob) blobs.list(o -> {}).findFirst().orElseThrow();

        assertEquals(new BlobEntry.Blob("k", 1, info.version(), entry.modified()), entry);
    }

    @Test
    default void keysComeOnceAndInTheOrderOfTheirUtf8Bytes() {
        // In UTF-16, as in String.compareTo, the emoji comes before U+FF5E; in UTF-8 after it.
        List<String> sorted = List.of("B", "a", "a-", "a/b", "a/b/c", "a0", "b", "ä", "～", "😀");
        Blobs blobs = filled(sorted.toArray(String[]::new));

        assertEquals(sorted, names(blobs, o -> {}));
        for (int size : new int[] {1, 2, 3, 10}) {
            assertEquals(sorted, names(blobs, o -> o.pageSize(size)));
            assertEquals(sorted, paged(blobs, o -> o.pageSize(size)));
        }
    }

    @Test
    default void aPrefixEndsWhereItEnds() {
        Blobs blobs = filled("a", "a/1", "a/2", "aa/3", "b");

        assertEquals(List.of("a/1", "a/2"), names(blobs, o -> o.prefix("a/")));
        assertEquals(List.of("a", "a/1", "a/2", "aa/3"), names(blobs, o -> o.prefix("a")));
        assertEquals(List.of("a/1", "a/2"), names(blobs, o -> o.prefix("a/").pageSize(1)));
    }

    @Test
    default void aDelimiterTellsManyKeysAsOne() {
        Blobs blobs = filled("a", "a-", "a/1", "a/2/x", "a/2/y", "a0", "b/1");

        assertEquals(List.of("a", "a-", "a/", "a0", "b/"), names(blobs, o -> o.delimiter("/")));
        assertEquals(List.of("a/1", "a/2/"), names(blobs, o -> o.prefix("a/").delimiter("/")));
        assertEquals(
                List.of(new BlobEntry.Prefix("b/")),
                blobs.list(o -> o.prefix("b").delimiter("/")).toList());
    }

    @Test
    default void aDelimiterHoldsOverPagesOfOne() {
        Blobs blobs = filled("a", "a-", "a/1", "a/2/x", "a/2/y", "a0", "b/1", "b/2", "b/3");

        assertEquals(
                List.of("a", "a-", "a/", "a0", "b/"),
                names(blobs, o -> o.delimiter("/").pageSize(1)));
        assertEquals(
                List.of("a", "a-", "a/", "a0", "b/"),
                paged(blobs, o -> o.delimiter("/").pageSize(2)));
    }

    @Test
    default void aListingBeginsAfterAKeyThatNeedNotBeThere() {
        Blobs blobs = filled("a", "b", "c", "d");

        assertEquals(List.of("c", "d"), names(blobs, o -> o.startAfter("b")));
        assertEquals(List.of("c", "d"), names(blobs, o -> o.startAfter("bb").pageSize(1)));
        assertEquals(List.of(), names(blobs, o -> o.startAfter("d")));
        assertEquals(List.of("a", "b", "c", "d"), names(blobs, o -> o.startAfter("")));
    }

    @Test
    default void listingsOfThousandsTellEveryKeyOnce() {
        Blobs blobs = blobs();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            keys.add(String.format("many/%05d", i));
        }
        keys.parallelStream().forEach(key -> blobs.put(key, source("")));

        assertEquals(keys.subList(0, 1000), names(blobs, o -> o.prefix("many/00")));
        assertEquals(keys, names(blobs, o -> o.prefix("many/")));
        assertEquals(keys, paged(blobs, o -> o.prefix("many/").pageSize(400)));
        assertEquals(keys.subList(0, 999), names(blobs, o -> o.startAfter("")).subList(0, 999));
        assertEquals(List.of("many/"), names(blobs, o -> o.delimiter("/")));
        assertEquals(keys.size(), blobs.removeAll(keys).removed().size());
        assertEquals(List.of(), names(blobs, o -> {}));
    }

    @Test
    default void whatComesAndGoesBetweenPagesDisturbsNoOther() {
        String[] keys =
                IntStream.range(0, 20).mapToObj(i -> String.format("k%02d", i)).toArray(String[]::new);
        Blobs blobs = filled(keys);

        BlobPage first = blobs.page(o -> o.pageSize(5));
        blobs.remove("k04");
        blobs.remove("k05");
        blobs.put("k02x", source("before"));
        blobs.put("k10x", source("behind"));
        BlobPage rest = blobs.page(o -> o.pageSize(1000).pageToken(first.next().orElseThrow()));

        List<String> names = rest.entries().stream().map(BlobEntry::name).toList();
        List<String> expected = new ArrayList<>(List.of(keys).subList(6, 20));
        expected.add(5, "k10x");
        assertEquals(expected, names);
    }

    @Test
    default void whatIsNotTakenIsNotAskedFor() {
        AtomicInteger pages = new AtomicInteger();
        FaultyBlobStore counting = new FaultyBlobStore(store());
        counting.onList((request, next) -> {
            pages.incrementAndGet();
            return next.send(request);
        });
        filled("a", "b", "c", "d", "e");
        Blobs blobs = blobs(counting);

        assertEquals(0, pages.get());
        assertEquals(1, blobs.list(o -> o.pageSize(2)).limit(1).count());
        assertEquals(1, pages.get());
        blobs.list(o -> o.pageSize(2)).iterator().next();
        assertEquals(2, pages.get());
        assertEquals(List.of("a", "b", "c", "d", "e"), names(blobs, o -> o.pageSize(2)));
        assertEquals(5, pages.get());
    }

    @Test
    default void aTokenIsGoodForItsOwnListingOnly() {
        Blobs blobs = filled("a/1", "a/2", "b/1", "b/2");
        String token = blobs.page(o -> o.prefix("a/").pageSize(1)).next().orElseThrow();

        assertThrows(
                IllegalArgumentException.class,
                () -> blobs.page(o -> o.prefix("b/").pageToken(token)));
        assertThrows(IllegalArgumentException.class, () -> blobs.scoped("a").page(o -> o.pageToken(token)));
        assertThrows(IllegalArgumentException.class, () -> blobs.page(o -> o.pageToken("nonsense")));
        assertThrows(IllegalArgumentException.class, () -> blobs.page(o -> o.pageToken("")));
    }
}
