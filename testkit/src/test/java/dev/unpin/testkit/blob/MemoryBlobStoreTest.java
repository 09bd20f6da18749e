package dev.unpin.testkit.blob;

import dev.unpin.blob.MemoryBlobStore;
import dev.unpin.blob.spi.BlobStore;
import java.util.Map;
import java.util.OptionalLong;

class MemoryBlobStoreTest implements BlobStoreContract {
    private final BlobStore store = MemoryBlobStore.create();

    @Override
    public BlobStore store() {
        return store;
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
