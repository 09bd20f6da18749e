package dev.unpin.blob;

import dev.unpin.blob.spi.BlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in which something happens just before its first copy. */
final class InterposedStore {
    private final BlobStore real;
    private final Runnable beforeCopy;
    private final AtomicBoolean happened = new AtomicBoolean();

    InterposedStore(BlobStore real, Runnable beforeCopy) {
        this.real = real;
        this.beforeCopy = beforeCopy;
    }

    BlobStore store() {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("copy") && happened.compareAndSet(false, true)) {
                        beforeCopy.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
