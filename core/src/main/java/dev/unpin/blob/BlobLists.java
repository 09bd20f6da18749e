package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists blobs, page by page. Thread-safe. */
final class BlobLists {
    private static final int TAG_BYTES = 8;
    private static final int MAX_TOKEN_LENGTH = 24 * 1024;

    private final BlobSettings settings;
    private final BlobScope scope;

    BlobLists(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    BlobPage page(ListOptions options) {
        @Nullable String token = options.pageToken() == null ? null : openToken(options, options.pageToken());
        ListReply reply = ask(options, token);
        return new BlobPage(
                entries(reply), Optional.ofNullable(reply.nextToken()).map(next -> sealToken(options, next)));
    }

    /** Asks for a page only when the entries of the one before have been taken. */
    Stream<BlobEntry> list(ListOptions options) {
        String first = options.pageToken() == null ? null : openToken(options, options.pageToken());
        return Stream.iterate(
                        Optional.of(new Cursor(first)), Optional::isPresent, cursor -> cursor.flatMap(Cursor::next))
                .flatMap(cursor -> cursor.stream().flatMap(c -> c.load(options)));
    }

    /** A page that is asked for when it is reached. Not thread-safe. */
    private final class Cursor {
        private final @Nullable String token;
        private final @Nullable String prefixBefore;
        private @Nullable String nextToken;
        private @Nullable String lastPrefix;

        Cursor(@Nullable String token) {
            this(token, null);
        }

        private Cursor(@Nullable String token, @Nullable String prefixBefore) {
            this.token = token;
            this.prefixBefore = prefixBefore;
        }

        Stream<BlobEntry> load(ListOptions options) {
            ListReply reply = ask(options, token);
            List<BlobEntry> entries = entries(reply);
            nextToken = reply.nextToken();
            lastPrefix = prefixBefore;
            List<BlobEntry> fresh = new ArrayList<>();
            for (BlobEntry entry : entries) {
                // Some stores tell a prefix again on the page after the one that ended with it.
                if (!(entry instanceof BlobEntry.Prefix) || !entry.name().equals(lastPrefix)) {
                    fresh.add(entry);
                }
                lastPrefix = entry instanceof BlobEntry.Prefix ? entry.name() : lastPrefix;
            }
            return fresh.stream();
        }

        Optional<Cursor> next() {
            return nextToken == null ? Optional.empty() : Optional.of(new Cursor(nextToken, lastPrefix));
        }
    }

    private ListReply ask(ListOptions options, @Nullable String token) {
        String startAfter = options.startAfter();
        if (!BlobKeys.mayBegin(options.prefix())) {
            return new ListReply(List.of(), List.of(), null);
        }
        return settings.store()
                .list(new ListRequest(
                        scope.fullPrefix(options.prefix()),
                        options.delimiter(),
                        token != null || startAfter == null || startAfter.isEmpty()
                                ? null
                                : scope.fullPrefix(startAfter),
                        token,
                        Math.min(options.pageSize(), settings.store().limits().maxPageSize())));
    }

    private List<BlobEntry> entries(ListReply reply) {
        List<BlobEntry> entries = new ArrayList<>();
        reply.blobs()
                .forEach(blob -> entries.add(new BlobEntry.Blob(
                        scope.relative(blob.key()),
                        blob.size(),
                        blob.version(),
                        Optional.ofNullable(blob.modified()))));
        reply.prefixes().forEach(prefix -> entries.add(new BlobEntry.Prefix(scope.relative(prefix))));
        entries.sort(Comparator.comparing(BlobEntry::name, BlobKeys.ORDER));
        return entries;
    }

    /** A token says which listing it belongs to, so that one of another scope or prefix is refused. */
    private String sealToken(ListOptions options, String token) {
        byte[] text = token.getBytes(UTF_8);
        byte[] all = Arrays.copyOf(tag(options), TAG_BYTES + text.length);
        System.arraycopy(text, 0, all, TAG_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private String openToken(ListOptions options, String text) {
        if (text.length() <= MAX_TOKEN_LENGTH) {
            try {
                byte[] all = Base64.getUrlDecoder().decode(text);
                if (all.length > TAG_BYTES && Arrays.equals(Arrays.copyOf(all, TAG_BYTES), tag(options))) {
                    return new String(all, TAG_BYTES, all.length - TAG_BYTES, UTF_8);
                }
            } catch (IllegalArgumentException notBase64) {
                // refused below
            }
        }
        throw new IllegalArgumentException("a page token is one that a page of the same listing gave");
    }

    private byte[] tag(ListOptions options) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : Arrays.asList(scope.prefix(), options.prefix(), options.delimiter())) {
                byte[] bytes = part == null ? new byte[0] : part.getBytes(UTF_8);
                sha.update((byte) (bytes.length >> 8));
                sha.update((byte) bytes.length);
                sha.update(bytes);
            }
            return Arrays.copyOf(sha.digest(), TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
