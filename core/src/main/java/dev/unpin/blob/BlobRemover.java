package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.retry.Backoff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes blobs. Thread-safe. */
final class BlobRemover {
    private final BlobSettings settings;
    private final BlobScope scope;

    BlobRemover(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    void remove(String key) {
        String fullKey = scope.full(key);
        Backoff backoff = settings.backoff();
        while (settings.store().remove(fullKey, Condition.any()) == RemoveReply.CONFLICT) {
            if (!backoff.pause()) {
                throw new BlobConflictException(key);
            }
        }
    }

    boolean removeIf(String key, Version version) {
        String fullKey = scope.full(key);
        settings.require(BlobCapability.CONDITIONAL_REMOVE, "remove an expected version");
        Backoff backoff = settings.backoff();
        while (true) {
            switch (tryRemove(fullKey, version)) {
                case REMOVED -> {
                    return true;
                }
                case CONDITION_FAILED -> {
                    return false;
                }
                case UNCLEAR -> {
                    return settle(
                            fullKey,
                            StoreException.unknown(
                                    "the removal of " + key + " was sent more than once, and another blob is there",
                                    null));
                }
                case CONFLICT -> {
                    if (!backoff.pause()) {
                        throw new BlobConflictException(key);
                    }
                }
            }
        }
    }

    private RemoveReply tryRemove(String fullKey, Version version) {
        try {
            return settings.store().remove(fullKey, Condition.ifVersion(version));
        } catch (StoreException e) {
            if (e.effect() != Effect.UNKNOWN) {
                throw e;
            }
            settle(fullKey, e);
            return RemoveReply.REMOVED;
        }
    }

    /** The version is gone for good if there is nothing; if there is something, ours may have been removed before. */
    private boolean settle(String fullKey, StoreException unknown) {
        Optional<StoredBlob> now;
        try {
            now = settings.store().stat(fullKey);
        } catch (StoreException stillNoAnswer) {
            throw unknown;
        }
        if (now.isPresent()) {
            throw unknown;
        }
        return true;
    }

    BlobRemovals removeAll(Collection<String> keys) {
        Map<String, String> relativeByFull = new LinkedHashMap<>();
        keys.forEach(key -> relativeByFull.put(scope.full(key), key));
        List<String> all = new ArrayList<>(relativeByFull.keySet());
        Set<String> removed = new LinkedHashSet<>();
        Map<String, StoreException> failed = new LinkedHashMap<>();
        int batchSize = settings.store().limits().maxRemovals();
        StoreException stopped = null;
        for (int i = 0; i < all.size(); i += batchSize) {
            List<String> batch = all.subList(i, Math.min(all.size(), i + batchSize));
            stopped = removeBatch(batch, stopped, relativeByFull, removed, failed);
        }
        return new BlobRemovals(removed, failed);
    }

    /** A store that is down is not asked again for every batch: the rest was not sent. */
    private @Nullable StoreException removeBatch(
            List<String> batch,
            @Nullable StoreException stopped,
            Map<String, String> relativeByFull,
            Set<String> removed,
            Map<String, StoreException> failed) {
        if (stopped != null) {
            StoreException notSent = StoreException.notSent("not tried after the store had failed", stopped);
            batch.forEach(fullKey -> failed.put(relative(relativeByFull, fullKey), notSent));
            return stopped;
        }
        try {
            Map<String, String> reasons = settings.store().removeAll(List.copyOf(batch));
            for (String fullKey : batch) {
                String reason = reasons.get(fullKey);
                if (reason == null) {
                    removed.add(relative(relativeByFull, fullKey));
                } else {
                    failed.put(
                            relative(relativeByFull, fullKey),
                            StoreException.refused("the store did not remove it: " + reason, null));
                }
            }
            return null;
        } catch (StoreException e) {
            batch.forEach(fullKey -> failed.put(relative(relativeByFull, fullKey), e));
            return e;
        }
    }

    private static String relative(Map<String, String> relativeByFull, String fullKey) {
        return relativeByFull.getOrDefault(fullKey, fullKey);
    }
}
