package dev.unpin.testkit.blob;

import dev.unpin.blob.FolderBlobStore;
import dev.unpin.blob.spi.BlobStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest implements BlobStoreContract {
    @TempDir
    private Path folder;

    /** A store of its own for every caller, as processes have. */
    @Override
    public BlobStore store() {
        return FolderBlobStore.create(folder);
    }

    @Override
    public String prefix() {
        return "test";
    }

    @Override
    public OptionalLong requests() {
        return OptionalLong.empty();
    }

    @Override
    public Map<String, String> knownFaults() {
        return Map.of();
    }
}
