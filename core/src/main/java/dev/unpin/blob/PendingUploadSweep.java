package dev.unpin.blob;

import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.PendingUploads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends uploads that nobody will end. */
final class PendingUploadSweep {
    private final BlobSettings settings;
    private final BlobScope scope;

    PendingUploadSweep(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    int abortOlderThan(Duration age) {
        return abortBegunBefore(scope.prefix(), InstantSource.system().instant().minus(requireAge(age)));
    }

    int abortBegunBefore(String prefix, Instant limit) {
        List<PendingUpload> old = pending(prefix).stream()
                .filter(upload -> !upload.begun().isAfter(limit))
                .toList();
        old.forEach(upload -> settings.store().abortUpload(upload.key(), upload.uploadId()));
        return old.size();
    }

    List<PendingBlob> list() {
        return pending(scope.prefix()).stream()
                .map(upload -> new PendingBlob(scope.relative(upload.key()), upload.begun()))
                .toList();
    }

    private List<PendingUpload> pending(String prefix) {
        List<PendingUpload> all = new ArrayList<>();
        @Nullable String token = null;
        do {
            PendingUploads page = settings.store().listUploads(prefix, token);
            all.addAll(page.uploads());
            token = page.nextToken();
        } while (token != null);
        return all;
    }

    static Duration requireAge(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age is not negative: " + age);
        }
        return age;
    }
}
