package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.Condition;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tries which conditions a store keeps: each one is asked for where it is not met. */
final class S3Probe {
    private static final BlobHead HEAD = new BlobHead(null, null, null, Map.of());
    private static final Version NOBODYS = new Version("00000000000000000000000000000000");

    private final BlobStore store;

    S3Probe(BlobStore store) {
        this.store = store;
    }

    Set<BlobCapability> run(String prefix) {
        String there = prefix + "/unpin-probe-there";
        String absent = prefix + "/unpin-probe-absent";
        put(there, Condition.any()); // a store that cannot even do this says so
        Map<BlobCapability, BooleanSupplier> trials = new EnumMap<>(BlobCapability.class);
        trials.put(BlobCapability.CREATE_ONLY, () -> fails(put(there, Condition.absent())));
        trials.put(
                BlobCapability.COMPARE_AND_SET,
                () -> fails(put(there, Condition.ifVersion(NOBODYS)))
                        && fails(put(absent, Condition.ifVersion(NOBODYS)))
                        && put(
                                                there,
                                                Condition.ifVersion(put(there, Condition.any())
                                                        .version()))
                                        .status()
                                == WriteReply.Status.STORED);
        trials.put(
                BlobCapability.CONDITIONAL_UPLOAD,
                () -> fails(upload(there, Condition.absent())) && fails(upload(there, Condition.ifVersion(NOBODYS))));
        trials.put(
                BlobCapability.CONDITIONAL_REMOVE,
                () -> store.remove(there, Condition.ifVersion(NOBODYS)) == RemoveReply.CONDITION_FAILED
                        && store.stat(there).isPresent());
        trials.put(
                BlobCapability.COPY_IF_SOURCE,
                () -> copy(there, NOBODYS, absent, Condition.any()).status() == WriteReply.Status.SOURCE_CHANGED);
        trials.put(
                BlobCapability.COPY_IF_TARGET,
                () -> fails(copy(there, null, there, Condition.absent()))
                        && fails(copy(there, null, there, Condition.ifVersion(NOBODYS))));
        try {
            Set<BlobCapability> kept = EnumSet.noneOf(BlobCapability.class);
            trials.forEach((capability, trial) -> {
                put(there, Condition.any());
                if (isKept(trial)) {
                    kept.add(capability);
                }
            });
            return kept;
        } finally {
            store.remove(there, Condition.any());
            store.remove(absent, Condition.any());
        }
    }

    private static boolean isKept(BooleanSupplier trial) {
        try {
            return trial.getAsBoolean();
        } catch (StoreException refusedInAnotherWay) {
            return false;
        }
    }

    private static boolean fails(WriteReply reply) {
        return reply.status() == WriteReply.Status.CONDITION_FAILED;
    }

    private WriteReply put(String key, Condition condition) {
        return store.put(new PutRequest(key, HEAD, BlobBytes.of("probe".getBytes(UTF_8)), condition));
    }

    private WriteReply upload(String key, Condition condition) {
        String id = store.beginUpload(key, HEAD);
        try {
            List<StoredPart> parts =
                    store.uploadPart(new PartRequest(key, id, 1, BlobBytes.of("probe".getBytes(UTF_8)))).stream()
                            .toList();
            return store.completeUpload(new CompleteRequest(key, id, parts, condition, null));
        } finally {
            store.abortUpload(key, id);
        }
    }

    private WriteReply copy(String source, @Nullable Version version, String target, Condition condition) {
        return store.copy(new CopyRequest(source, version, target, HEAD, condition));
    }
}
