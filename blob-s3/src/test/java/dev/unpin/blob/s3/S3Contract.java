package dev.unpin.blob.s3;

import dev.unpin.blob.spi.BlobStore;
import dev.unpin.testkit.blob.BlobStoreContract;
import java.util.OptionalLong;
import java.util.UUID;

/** The contract on one server that all tests of a class share, each below a prefix of its own. */
abstract class S3Contract implements BlobStoreContract {
    private final String prefix = "test-" + UUID.randomUUID();

    /** The stores of this class, made before its first test. */
    abstract Stores stores();

    @Override
    public BlobStore store() {
        return stores().next();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public OptionalLong requests() {
        return OptionalLong.of(stores().sent());
    }
}
