package dev.unpin.testkit.blob;

import dev.unpin.blob.spi.BlobStore;
import java.lang.reflect.Proxy;

/** A store that must not be asked for anything. */
final class Untouchable {
    private Untouchable() {}

    static BlobStore store(BlobStore real) {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "limits" -> real.limits();
                    case "capabilities" -> real.capabilities();
                    default -> throw new AssertionError("the store was asked: " + method.getName());
                });
    }
}
