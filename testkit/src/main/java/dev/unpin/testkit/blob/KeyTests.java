package dev.unpin.testkit.blob;

import static dev.unpin.testkit.blob.BlobTests.names;
import static dev.unpin.testkit.blob.BlobTests.source;
import static dev.unpin.testkit.blob.BlobTests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Any valid key works as it is, and no invalid one reaches the store. */
interface KeyTests extends BlobTests {
    private void assertTellsApart(List<String> keys) {
        Blobs blobs = blobs();
        keys.forEach(key -> blobs.put(key, source("content of " + key), o -> o.ifAbsent()));

        keys.forEach(key -> assertEquals("content of " + key, text(blobs, key)));
        assertEquals(Set.copyOf(keys), Set.copyOf(names(blobs, o -> {})));
        String last = keys.get(keys.size() - 1);
        blobs.copy(last, "copied");
        assertEquals("content of " + last, text(blobs, "copied"));
        keys.forEach(blobs::remove);
        assertEquals(List.of("copied"), names(blobs, o -> {}));
    }

    @Test
    default void keysOfManyKindsAreKeptAsTheyAre() {
        assertTellsApart(List.of(
                "plain",
                "with space",
                " space around ",
                "plus+plus",
                "percent%41",
                "percent%2Fslash",
                "and&amp;",
                "hash#tag",
                "question?mark=1",
                "quotes\"'`",
                "<tag>",
                "semi;colon:comma,",
                "{}[]()^~*!@$|=",
                "dots...",
                ".hidden",
                "..almost",
                "almost..",
                "trailing.",
                "-dash",
                "a.b",
                "кириллица",
                "日本語/ファイル",
                "emoji-😀",
                "con",
                "nul.txt"));
    }

    @Test
    default void capitalsAreNotTheSameAsSmallLetters() {
        assertTellsApart(List.of("Readme", "README", "readme", "a/B", "A/b", "a/b"));
    }

    @Test
    default void waysToWriteTheSameLetterAreNotTheSameKey() {
        assertTellsApart(List.of("\u00e9", "e\u0301"));
    }

    @Test
    default void aKeyAndWhatLiesBelowItStandSideBySide() {
        assertTellsApart(List.of("a", "a/b", "a/b/c", "a/b/c/d"));
    }

    @Test
    default void keysAsLongAsAllowedAreKept() {
        int left = 1024 - prefix().length() - 1;
        assertTellsApart(List.of("x".repeat(left), "y/".repeat(left / 2 - 1) + "y"));
    }

    @Test
    default void longKeysOfManyBytesPerCharacterAreKept() {
        int left = 1024 - prefix().length() - 1;
        assertTellsApart(List.of("é".repeat(left / 2), "😀".repeat(left / 4)));
    }

    @Test
    default void invalidKeysAreRefusedBeforeTheStoreIsAsked() {
        BlobStore untouchable = Untouchable.store(store());
        Blobs blobs = Blobs.create(untouchable);
        List<String> invalid = new ArrayList<>(List.of(
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "./a",
                "../a",
                "a/.",
                "a/..",
                "a/./b",
                "a/../b",
                "a\\b",
                "\\",
                "a\u0000b",
                "a\u0001",
                "a\nb",
                "a\r\nb",
                "\t",
                "a\u007f",
                "a\u0085",
                "a\ufffe",
                "a\uffff",
                "\ud800",
                "a\udc00b",
                "x".repeat(1025),
                "é".repeat(513)));
        for (String key : invalid) {
            Blobs scoped = blobs.scoped("scope");
            for (Blobs each : List.of(blobs, scoped)) {
                assertRefused(() -> each.put(key, source("x")));
                assertRefused(() -> each.writer(key));
                assertRefused(() -> each.open(key));
                assertRefused(() -> each.find(key));
                assertRefused(() -> each.get(key));
                assertRefused(() -> each.remove(key));
                assertRefused(() -> each.removeAll(List.of("fine", key)));
                assertRefused(() -> each.copy(key, "fine"));
                assertRefused(() -> each.copy("fine", key));
                assertRefused(() -> each.update(key, new byte[0], old -> old));
                assertRefused(() -> each.scoped(key));
                assertRefused(() -> each.answer(key, name -> null));
            }
        }
        assertRefused(() -> blobs.scoped("x".repeat(1000)).put("y".repeat(30), source("x")));
    }

    private static void assertRefused(Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
        assertEquals(
                Optional.empty(), String.valueOf(e.getMessage()).lines().skip(1).findFirst(), "broken lines");
    }

    @Test
    default void randomKeysAreKeptOrRefusedAndNeverMixedUp() {
        Random random = new Random(42);
        Set<String> kept = new LinkedHashSet<>();
        Blobs blobs = blobs();
        while (kept.size() < 60) {
            String key = randomKey(random);
            try {
                blobs.put(key, source(key));
                kept.add(key);
            } catch (IllegalArgumentException invalid) {
                assertEquals(Optional.empty(), kept.stream().filter(key::equals).findFirst());
            }
        }

        kept.forEach(key -> assertEquals(key, text(blobs, key)));
        assertEquals(kept, Set.copyOf(names(blobs, o -> {})));
    }

    private static String randomKey(Random random) {
        String alphabet = "aAbB01/.-_ %+~=\\\u0000\u00e9\u0301\ud83d\ude00\uff5e\ud800k";
        StringBuilder key = new StringBuilder();
        int length = 1 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            key.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return key.toString();
    }
}
