package dev.unpin.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Makes a check and the rename that follows it one step, between threads and between processes of one machine. A file
 * lock counts for the whole process, so all stores of one folder in a process share one instance. Thread-safe.
 */
final class FolderLocks {
    private static final int STRIPES = 64;
    private static final ConcurrentHashMap<Path, FolderLocks> BY_FOLDER = new ConcurrentHashMap<>();

    /** What is done while nobody else writes the key. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    private final Path folder;
    private final List<ReentrantLock> stripes;

    private FolderLocks(Path folder) {
        this.folder = folder;
        this.stripes = Stream.generate(ReentrantLock::new).limit(STRIPES).toList();
    }

    static FolderLocks of(Path realFolder) {
        return BY_FOLDER.computeIfAbsent(realFolder, FolderLocks::new);
    }

    <T> T locked(String key, Step<T> step) throws IOException {
        int stripe = Math.floorMod(key.hashCode(), STRIPES);
        ReentrantLock lock = stripes.get(stripe);
        lock.lock();
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("l" + stripe), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock of a blob was lost");
            }
            return step.run();
        } finally {
            lock.unlock();
        }
    }
}
