package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.bytes;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.LimitExceededException;
import dev.unpin.blob.BlobAttributes;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.StoredBlob;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is stored beside the bytes comes back as it was given, whatever its characters. */
interface MetadataTests extends BlobTests {
    private BlobAttributes stored(BlobAttributes attributes) {
        Blobs blobs = blobs();
        blobs.put("k", source("x"), o -> o.attributes(attributes));
        return blobs.get("k").attributes();
    }

    @Test
    default void allAttributesComeBack() {
        BlobAttributes all = BlobAttributes.none()
                .withContentType("text/html; charset=utf-8")
                .withCacheControl("public, max-age=31536000, immutable")
                .withFileName("Rechnung \"März\" 50%; v2.pdf")
                .withMetadata("Owner", "user-42")
                .withMetadata("note", "größer als 3 €\nzweite Zeile\u0000 😀 %41 ")
                .withMetadata("spaces", "  two  and   three ")
                .withMetadata("empty", "");

        assertEquals(all, stored(all));
        assertEquals("user-42", stored(all).metadata().get("owner"));
    }

    @Test
    default void blobsOfManyPartsKeepTheirsToo() {
        BlobAttributes attributes = BlobAttributes.none()
                .withContentType("video/mp4")
                .withFileName("Ferien.mp4")
                .withMetadata("place", "Île de Ré");
        Blobs blobs = blobs();
        blobs.put("large", BlobSource.of(bytes(2 * partBytes(), 1)), o -> o.attributes(attributes));

        assertEquals(attributes, blobs.get("large").attributes());
    }

    @Test
    default void attributesThatWereNotGivenAreAbsent() {
        BlobAttributes none = stored(BlobAttributes.none());

        assertEquals(Map.of(), none.metadata());
        assertEquals(Optional.empty(), none.fileName());
        assertEquals(Optional.empty(), none.cacheControl());
    }

    @Test
    default void randomMetadataComeBack() {
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            BlobAttributes attributes = BlobAttributes.none();
            for (int i = 0; i < 3; i++) {
                String value = random.ints(random.nextInt(30), 0, 0x11000)
                        .filter(c -> c < 0xd800 || c > 0xdfff)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                attributes = attributes.withMetadata("n" + i, value);
            }
            assertEquals(attributes, stored(attributes));
        }
    }

    @Test
    default void whatIsTooLargeIsRefusedAndNothingStored() {
        Blobs blobs = blobs();
        String long1900 = "v".repeat(1900);

        blobs.put("fits", source("x"), o -> o.attributes(BlobAttributes.none().withMetadata("n", long1900)));
        for (String value : new String[] {"v".repeat(2048), "ä".repeat(400), "😀".repeat(200)}) {
            BlobAttributes tooLarge = BlobAttributes.none().withMetadata("n", value);
            assertThrows(LimitExceededException.class, () -> blobs.put("k", source("x"), o -> o.attributes(tooLarge)));
            assertThrows(
                    LimitExceededException.class,
                    () -> blobs.put("k", BlobSource.of(bytes(2 * partBytes(), 2)), o -> o.attributes(tooLarge)));
        }

        assertEquals(long1900, blobs.get("fits").attributes().metadata().get("n"));
        assertEquals(Optional.empty(), blobs.find("k"));
        assertNoUploadIsPending();
    }

    @Test
    default void namesOfOurOwnAreHiddenAndRefused() {
        Blobs blobs = blobs();
        blobs.put("k", source("x"), o -> o.attributes(BlobAttributes.none().withMetadata("mine", "1")));

        assertEquals(Map.of("mine", "1"), blobs.get("k").attributes().metadata());
        StoredBlob beneath = store().stat(full("k")).orElseThrow();
        assertTrue(beneath.head().metadata().containsKey("unpin-write"), "every write names itself");
        for (String name : new String[] {"unpin-write", "Unpin-Anything", "", "a b", "a:b", "ä", "-a", "a\r\nb"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> BlobAttributes.none().withMetadata(name, "x"));
        }
        assertThrows(IllegalArgumentException.class, () -> BlobAttributes.none().withMetadata("n", "\ud800"));
    }

    @Test
    default void aCopyKeepsThemOrGetsOthers() {
        Blobs blobs = blobs();
        BlobAttributes first = BlobAttributes.none()
                .withContentType("image/png")
                .withFileName("ä.png")
                .withMetadata("owner", "ä");
        BlobAttributes second =
                BlobAttributes.none().withContentType("text/plain").withMetadata("other", "ö");
        blobs.put("from", source("x"), o -> o.attributes(first));

        blobs.copy("from", "kept");
        blobs.copy("from", "replaced", o -> o.attributes(second));
        assertEquals(first, blobs.get("kept").attributes());
        assertEquals(second, blobs.get("replaced").attributes());
        assertEquals("x", text(blobs, "replaced"));

        blobs.put("from", source("y"));
        assertEquals(first, blobs.get("kept").attributes());
    }

    @Test
    default void theAttributesOfABlobCanBeChangedInPlace() {
        Blobs blobs = blobs();
        blobs.put("k", source("x"), o -> o.contentType("text/plain"));

        blobs.copy("k", "k", o -> o.attributes(BlobAttributes.none().withContentType("text/csv")));

        assertEquals(Optional.of("text/csv"), blobs.get("k").attributes().contentType());
        assertEquals("x", text(blobs, "k"));
    }

    @Test
    default void anUpdateKeepsThem() {
        Blobs blobs = blobs();
        blobs.put("k", source("x"), o -> o.contentType("text/csv").fileName("a.csv"));

        blobs.update("k", new byte[0], old -> new byte[] {'y'});

        assertEquals(Optional.of("a.csv"), blobs.get("k").attributes().fileName());
        assertEquals("y", text(blobs, "k"));
    }
}
