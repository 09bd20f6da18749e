package dev.unpin.blob;

import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.PendingUploads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
        int aborted = 0;
        @Nullable String token = null;
        do {
            PendingUploads page = settings.store().listUploads(prefix, token);
            for (PendingUpload upload : page.uploads()) {
                if (!upload.begun().isAfter(limit)) {
                    settings.store().abortUpload(upload.key(), upload.uploadId());
                    aborted++;
                }
            }
            token = page.nextToken();
        } while (token != null);
        return aborted;
    }

    static Duration requireAge(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age is not negative: " + age);
        }
        return age;
    }
}
