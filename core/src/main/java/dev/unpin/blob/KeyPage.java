package dev.unpin.blob;

import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.ListedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Picks the first entries of a listing out of keys that come in any order. The token of a page is the name of its last
 * entry. Not thread-safe.
 */
final class KeyPage {
    private final ListRequest request;
    /**
     * Whether the entry is a prefix, by its name; one more than the page holds, to know whether there is another page.
     */
    private final NavigableMap<String, Boolean> entries = new TreeMap<>(BlobKeys.ORDER);

    KeyPage(ListRequest request) {
        this.request = request;
    }

    /** Whether a key, or any key that begins like this, could still be on the page. */
    boolean isBeyond(String key) {
        return entries.size() > request.limit() && BlobKeys.ORDER.compare(key, entries.lastKey()) > 0;
    }

    void offer(String key) {
        if (!key.startsWith(request.prefix()) || isNotAfter(key, request.startAfter())) {
            return;
        }
        int cut = request.delimiter() == null
                ? -1
                : key.indexOf(request.delimiter(), request.prefix().length());
        String name = cut < 0 || request.delimiter() == null
                ? key
                : key.substring(0, cut + request.delimiter().length());
        if (isNotAfter(name, request.token())) {
            return;
        }
        entries.put(name, cut >= 0);
        if (entries.size() > request.limit() + 1) {
            entries.pollLastEntry();
        }
    }

    private static boolean isNotAfter(String name, @Nullable String bound) {
        return bound != null && BlobKeys.ORDER.compare(name, bound) <= 0;
    }

    /** Asks for the blobs on the page alone; one that is gone meanwhile is left out. */
    ListReply reply(Function<String, Optional<ListedBlob>> blobs) {
        boolean more = entries.size() > request.limit();
        if (more) {
            entries.pollLastEntry();
        }
        List<ListedBlob> found = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        entries.forEach((name, isPrefix) -> {
            if (isPrefix) {
                prefixes.add(name);
            } else {
                blobs.apply(name).ifPresent(found::add);
            }
        });
        return new ListReply(found, prefixes, more ? entries.lastKey() : null);
    }
}
