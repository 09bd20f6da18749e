package dev.unpin.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The private temporary folder of this JVM, which is gone when the JVM is. */
final class Scratch {
    private static @Nullable Path root;

    private Scratch() {}

    static synchronized Path root() {
        if (root == null) {
            try {
                Path created = Files.createTempDirectory("unpin-redis-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(created), "unpin-redis-cleanup"));
                root = created;
            } catch (IOException e) {
                throw new UncheckedIOException("No temporary folder for an embedded Redis", e);
            }
        }
        return root;
    }

    static Path folder() {
        try {
            return Files.createTempDirectory(root(), "server-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder for an embedded Redis", e);
        }
    }

    /** Deletes what can be deleted: a server that is about to die may still write. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // left to the server's guard, which removes the whole scratch folder after it has killed the server
        }
    }
}
