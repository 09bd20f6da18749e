package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest {
    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("blobs-of-test");
    }

    private List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void noKeyLeadsOutOfTheFolderOrToAnotherKeysFile() throws IOException {
        FolderPaths paths = new FolderPaths(folder());
        Random random = new Random(17);
        String alphabet = "aAzZ09-_./\\~+=%: *?\"<>|\u00e9\u0301\u0131\u212a\ud83d\ude00kb";
        Set<String> keys = new HashSet<>();
        Set<String> files = new HashSet<>();
        while (keys.size() < 5_000) {
            StringBuilder key = new StringBuilder();
            for (int n = random.nextInt(random.nextInt(10) == 0 ? 400 : 10); n >= 0; n--) {
                key.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (BlobKeys.isKey(key.toString()) && keys.add(key.toString())) {
                Path file = paths.path(key.toString());
                assertThat(file.normalize()).isEqualTo(file);
                assertThat(file.startsWith(folder())).isTrue();
                // As a file system that folds case and cuts dots at the end would see it.
                assertThat(files.add(file.toString().toLowerCase(Locale.ROOT)))
                        .as(key.toString())
                        .isTrue();
                for (Path name : folder().relativize(file)) {
                    assertThat(name.toString()).hasSizeLessThanOrEqualTo(202).matches("k[a-z0-9_=-]*(\\.b|~|\\+)");
                }
            }
        }
    }

    @Test
    void everythingLiesInTheFolderAndEndsWithTheBlob() throws IOException {
        Blobs blobs =
                Blobs.builder(FolderBlobStore.create(folder())).partBytes(1000).build();
        for (String key : List.of("a", "a/b", "a/b/c", "x".repeat(500) + "/" + "é".repeat(200))) {
            blobs.put(key, BlobSource.of("small"));
            blobs.put(key, BlobSource.of(new byte[5000]));
            assertThatThrownBy(() -> blobs.put(key, BlobSource.of("x"), PutOptions::ifAbsent))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(files(folder().resolve("blobs"))).hasSize(4);
        assertThat(files(folder().resolve("temporary"))).isEmpty();
        assertThat(files(folder().resolve("uploads"))).isEmpty();
        try (Stream<Path> siblings = Files.list(parent)) {
            assertThat(siblings).containsExactly(folder());
        }

        blobs.removeAll(blobs.list(o -> {}).map(BlobEntry::name).toList());

        try (Stream<Path> left = Files.list(folder().resolve("blobs"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void blobsOutliveTheStore() throws IOException {
        Blobs.create(FolderBlobStore.create(folder(), FolderSync.EVERY_WRITE))
                .put("k", BlobSource.of("kept"), o -> o.fileName("ä"));

        Blobs again = Blobs.create(FolderBlobStore.create(folder()));

        try (BlobReader reader = again.open("k")) {
            assertThat(reader.readAllBytes()).asString().isEqualTo("kept");
            assertThat(reader.info().attributes().fileName()).contains("ä");
        }
    }

    /** A link to nothing is, as a file that another process removes just now: listed, but not there. */
    @Test
    void openingDoesNotMindThatAnotherProcessFinishesAWriteMeanwhile() throws IOException {
        Path temporary = Files.createDirectories(folder().resolve("temporary"));
        Files.createSymbolicLink(temporary.resolve("of-another-process"), parent.resolve("gone"));

        Blobs blobs = Blobs.create(FolderBlobStore.create(folder()));

        blobs.put("k", BlobSource.of("x"));
        assertThat(blobs.get("k").size()).isEqualTo(1);
    }

    @Test
    void whatIsNoBlobIsRefusedAndForeignNamesArePassedOver() throws IOException {
        Blobs blobs = Blobs.create(FolderBlobStore.create(folder()));
        blobs.put("good", BlobSource.of("x"));
        blobs.put("bad", BlobSource.of("x"));
        Files.writeString(folder().resolve("blobs").resolve("kbad.b"), "neither head nor content");
        Files.writeString(folder().resolve("blobs").resolve(".DS_Store"), "of the file manager");

        assertThatThrownBy(() -> blobs.get("bad")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> blobs.open("bad")).isInstanceOf(StoreException.class);
        assertThat(blobs.get("good").size()).isEqualTo(1);
        assertThat(blobs.list(o -> o.prefix("g")).map(BlobEntry::name)).containsExactly("good");
    }

    @Test
    void aDamagedFileIsSeen() throws IOException {
        Blobs blobs = Blobs.create(FolderBlobStore.create(folder()));
        blobs.put("k", BlobSource.of("content that matters"));
        Path file = folder().resolve("blobs").resolve("kk.b");
        byte[] bytes = Files.readAllBytes(file);

        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> readAll(blobs)).isInstanceOf(BlobIntegrityException.class);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> readAll(blobs)).isInstanceOf(BlobIntegrityException.class);
    }

    private static byte[] readAll(Blobs blobs) throws IOException {
        try (BlobReader reader = blobs.open("k")) {
            return reader.readAllBytes();
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsToldAtOnce() throws IOException {
        Path file = Files.createFile(parent.resolve("a-file"));

        assertThatThrownBy(() -> FolderBlobStore.create(file)).isInstanceOf(StoreException.class);
        FolderBlobStore.create(folder()).ping();
    }
}
