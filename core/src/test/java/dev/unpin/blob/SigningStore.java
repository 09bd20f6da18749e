package dev.unpin.blob;

import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.PresigningBlobStore;
import dev.unpin.http.SignedRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A store that signs by writing down what it was asked to sign. */
final class SigningStore {
    private final List<Object> signed = new ArrayList<>();
    private final BlobStore real;
    private final Set<BlobCapability> capabilities;

    SigningStore(BlobStore real, BlobCapability... more) {
        this.real = real;
        this.capabilities = new HashSet<>(real.capabilities());
        this.capabilities.addAll(Set.of(more));
    }

    <T> T lastSigned(Class<T> type) {
        return type.cast(signed.get(signed.size() - 1));
    }

    PresigningBlobStore store() {
        return (PresigningBlobStore) Proxy.newProxyInstance(
                PresigningBlobStore.class.getClassLoader(),
                new Class<?>[] {PresigningBlobStore.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "capabilities" -> {
                            return capabilities;
                        }
                        case "maxSignatureLifetime" -> {
                            return Duration.ofDays(7);
                        }
                        case "presignGet", "presignPut", "presignPost" -> {
                            signed.add(arguments[0]);
                            return new SignedRequest(
                                    method.getName().substring(7).toUpperCase(Locale.ROOT),
                                    URI.create("https://store.example/bucket?signature=secret"),
                                    Map.of(),
                                    Map.of());
                        }
                        default -> {
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }
}
