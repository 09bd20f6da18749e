package dev.unpin.http;

import dev.unpin.EntityTags;
import dev.unpin.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a {@code GET} or {@code HEAD} (RFC 9110, section 13), judged by what is stored now; pure functions.
 * Those of a request that writes are a {@link dev.unpin.Condition}.
 */
public final class Preconditions {
    /** HTTP's own way to write times (RFC 9110, section 5.6.7). */
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /** What to do with the request. */
    public enum Outcome {
        /** Answer it. */
        PROCEED,
        /** Answer 304: the client has it already. */
        NOT_MODIFIED,
        /** Answer 412: it is not what the client wants. */
        FAILED
    }

    private Preconditions() {}

    /**
     * Tells whether a request depends on what is stored at all; if not, {@link #evaluate} always says
     * {@link Outcome#PROCEED}.
     *
     * @param request the request's headers
     * @return true if one of the headers is there that {@link #evaluate} reads
     */
    public static boolean areIn(RequestHeaders request) {
        return request.first("If-Match") != null
                || request.first("If-None-Match") != null
                || request.first("If-Modified-Since") != null
                || request.first("If-Unmodified-Since") != null;
    }

    /**
     * Judges the four headers in the order of RFC 9110, section 13.2.2. {@code If-Match} compares strongly, and a
     * malformed one fails; {@code If-None-Match} compares weakly, and a malformed one matches nothing. Dates that
     * cannot be read, and all dates where the store tells none, are passed over.
     *
     * @param request the request's headers
     * @param version the version that is stored
     * @param modified when it was written, or null if that is not known
     * @return what to do
     */
    public static Outcome evaluate(RequestHeaders request, Version version, @Nullable Instant modified) {
        Objects.requireNonNull(version, "version");
        String ifMatch = request.first("If-Match");
        if (ifMatch != null) {
            if (EntityTags.parse(ifMatch)
                    .filter(tags -> tags.matchesStrongly(version))
                    .isEmpty()) {
                return Outcome.FAILED;
            }
        } else if (isModifiedSince(request.first("If-Unmodified-Since"), modified, false)) {
            return Outcome.FAILED;
        }
        String ifNoneMatch = request.first("If-None-Match");
        if (ifNoneMatch != null) {
            return EntityTags.parse(ifNoneMatch)
                            .filter(tags -> tags.matchesWeakly(version))
                            .isPresent()
                    ? Outcome.NOT_MODIFIED
                    : Outcome.PROCEED;
        }
        return isModifiedSince(request.first("If-Modified-Since"), modified, true)
                ? Outcome.PROCEED
                : Outcome.NOT_MODIFIED;
    }

    /**
     * Reads {@code If-Range} (RFC 9110, section 13.1.5): the version at which the request's range is good for
     * something.
     *
     * @param header the header's value
     * @return the version; empty if it is a weak tag, a date (which cannot tell two writes within a second apart) or
     *     malformed, so that the range has to be passed over
     */
    public static Optional<Version> ifRange(String header) {
        return EntityTags.parse(header)
                .filter(tags -> !tags.isAny() && tags.strongVersions().size() == 1)
                .map(tags -> tags.strongVersions().iterator().next())
                .filter(version -> header.strip().equals(version.etag()));
    }

    /**
     * Writes a time for {@code Last-Modified}.
     *
     * @param time a time from the year 1 to 9999
     * @return for instance {@code Sun, 06 Nov 1994 08:49:37 GMT}
     */
    public static String date(Instant time) {
        return IMF_FIXDATE.format(time.atOffset(ZoneOffset.UTC));
    }

    private static boolean isModifiedSince(
            @Nullable String header, @Nullable Instant modified, boolean whenThereIsNoDate) {
        if (header == null || modified == null) {
            return whenThereIsNoDate;
        }
        try {
            Instant date = ZonedDateTime.parse(header.strip(), IMF_FIXDATE.withZone(ZoneOffset.UTC))
                    .toInstant();
            return modified.truncatedTo(ChronoUnit.SECONDS).isAfter(date);
        } catch (DateTimeParseException notADate) {
            return whenThereIsNoDate;
        }
    }
}
