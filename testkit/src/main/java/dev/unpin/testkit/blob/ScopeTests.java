package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.names;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.blob.BlobEntry;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobNotFoundException;
import dev.unpin.blob.Blobs;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A scope shows its own blobs as if there were no others, and nothing leads out of it. */
interface ScopeTests extends BlobTests {
    @Test
    default void scopesDoNotSeeEachOther() {
        Blobs blobs = blobs();
        Blobs one = blobs.scoped("tenant-1");
        Blobs ten = blobs.scoped("tenant-10");
        one.put("k", source("one"));
        ten.put("k", source("ten"));
        blobs.put("k", source("outside"));

        assertEquals("one", text(one, "k"));
        assertEquals(List.of("k"), names(one, o -> {}));
        assertEquals(List.of("k", "tenant-1/k", "tenant-10/k"), names(blobs, o -> {}));
        one.remove("k");
        assertEquals(Optional.empty(), one.find("k"));
        assertEquals("ten", text(ten, "k"));
        assertEquals("outside", text(blobs, "k"));
    }

    @Test
    default void keysAreToldWithoutTheScope() {
        Blobs scoped = blobs().scoped("a/b");
        assertEquals("c/d", scoped.put("c/d", source("x")).key());
        scoped.copy("c/d", "e");

        assertEquals("c/d", scoped.get("c/d").key());
        assertEquals(
                List.of("c/", "e"),
                scoped.list(o -> o.delimiter("/")).map(BlobEntry::name).toList());
        assertEquals(List.of("e"), names(scoped, o -> o.startAfter("c/d")));
        assertEquals(List.of("c/d"), names(scoped, o -> o.prefix("c/")));
        BlobNotFoundException e = assertThrows(BlobNotFoundException.class, () -> scoped.get("nothing"));
        assertEquals("there is no blob nothing", e.getMessage());
        assertEquals(
                List.of("c/d", "e"),
                List.copyOf(scoped.removeAll(List.of("c/d", "e")).removed()));
        assertEquals(List.of(), names(blobs(), o -> {}));
    }

    @Test
    default void scopesNest() {
        blobs().scoped("a").scoped("b").put("c", source("x"));

        assertEquals("x", text(blobs().scoped("a/b"), "c"));
        assertEquals("x", text(blobs(), "a/b/c"));
    }

    @Test
    default void nothingLeadsOut() {
        Blobs blobs = blobs();
        blobs.put("secret", source("outside"));
        blobs.put("inside/k", source("inside"));
        Blobs inside = blobs.scoped("inside");

        for (String way : List.of("../secret", "/secret", "a/../../secret", "..", "./../secret", "..\\secret")) {
            assertThrows(IllegalArgumentException.class, () -> inside.find(way), way);
            assertThrows(IllegalArgumentException.class, () -> inside.copy(way, "stolen"), way);
            assertThrows(IllegalArgumentException.class, () -> inside.copy("k", way), way);
            assertThrows(IllegalArgumentException.class, () -> inside.scoped(way), way);
        }
        assertEquals(List.of(), names(inside, o -> o.prefix("../")));
        assertEquals(List.of("k"), names(inside, o -> o.startAfter("")));
        String token = blobs.page(o -> o.pageSize(1)).next().orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> inside.page(o -> o.pageToken(token)));
    }

    @Test
    default void noRandomTextLeadsOut() {
        Blobs blobs = blobs();
        blobs.put("secret", source("outside"));
        Blobs inside = blobs.scoped("inside");
        Random random = new Random(7);
        String[] pieces = {"..", ".", "/", "secret", "\\", "%2e%2e", "%2f", "\u0000", "inside", "..;", " "};
        for (int i = 0; i < 500; i++) {
            StringBuilder key = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                key.append(pieces[random.nextInt(pieces.length)]);
            }
            assertEquals(Optional.empty(), findOrRefuse(inside, key.toString()), "found " + key);
        }
        assertEquals("outside", text(blobs, "secret"));
    }

    private static Optional<BlobInfo> findOrRefuse(Blobs blobs, String key) {
        try {
            return blobs.find(key);
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
