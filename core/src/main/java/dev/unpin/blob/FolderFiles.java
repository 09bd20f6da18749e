package dev.unpin.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Moves files into place and clears up behind them. Thread-safe. */
final class FolderFiles {
    private static final Duration TEMPORARY_FOR = Duration.ofDays(1);
    private static final int ATTEMPTS = 100;

    private final Path temporary;
    private final FolderSync sync;

    FolderFiles(Path temporary, FolderSync sync) {
        this.temporary = temporary;
        this.sync = sync;
    }

    /** A name for a file that nobody sees. */
    Path newTemporary() {
        return temporary.resolve(UUID.randomUUID().toString());
    }

    /** Replaces in one step what is there. Folders on the way may vanish meanwhile, since empty ones are removed. */
    void publish(Path file, Path target) throws IOException {
        Path folder = Objects.requireNonNull(target.getParent());
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(folder);
            try {
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                break;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS || !Files.exists(file)) {
                    throw e;
                }
            }
        }
        if (sync == FolderSync.EVERY_WRITE) {
            syncFolder(folder);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a file, and the folders that are empty then. */
    static void removeWithEmptyFolders(Path file, Path root) throws IOException {
        Files.deleteIfExists(file);
        Path folder = file.getParent();
        while (folder != null && !folder.equals(root)) {
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return;
            }
            folder = folder.getParent();
        }
    }

    /** What a process that died has left. */
    void removeOldTemporaries(Instant now) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TEMPORARY_FOR))) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Another process has published or given up just this one since it was listed.
                }
            }
        }
    }
}
