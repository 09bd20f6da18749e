package dev.unpin.session.redis;

import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Remembers, of sessions that were read lately, when the next touch can be due: until then they are read without a
 * script. Thread-safe, of a fixed size, and only a forecast: a wrong one costs a round trip, never a touch.
 *
 * <p>Half a megabyte: a session has the choice of two places, of which it takes the one whose session is due earlier.
 */
final class NextTouches {
    private static final int PLACES = 1 << 16;
    private static final int BITS_OF_TIME = 32;

    /**
     * In the upper half of a place a part of the session's hash, in the lower one a time in ms of {@link #millis()}.
     */
    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    private final LongSupplier nanoTime;

    NextTouches(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Tells whether no touch can be due yet, as far as is known. */
    boolean areLater(LoadRequest request) {
        long hash = hash(request);
        int now = millis();
        return isLater(places.get(place(hash)), hash, now) || isLater(places.get(otherPlace(hash)), hash, now);
    }

    private static boolean isLater(long held, long hash, int now) {
        return isOf(held, hash) && (int) held - now > 0;
    }

    private static boolean isOf(long held, long hash) {
        return held >>> BITS_OF_TIME == hash >>> BITS_OF_TIME;
    }

    /** Takes note of a session that was just read. */
    void note(LoadRequest request, SessionRecord session, Instant now) {
        long wait = Duration.between(now, nextTouch(request, session)).toMillis();
        int due = millis() + (int) Math.max(0, Math.min(wait, Integer.MAX_VALUE));
        long hash = hash(request);
        long one = places.get(place(hash));
        long other = places.get(otherPlace(hash));
        boolean first = isOf(one, hash) || (!isOf(other, hash) && (int) one - (int) other < 0);
        places.set(
                first ? place(hash) : otherPlace(hash),
                hash >>> BITS_OF_TIME << BITS_OF_TIME | Integer.toUnsignedLong(due));
    }

    /** When the idle deadline can move far enough for a touch; the absolute deadline if it no longer can. */
    static Instant nextTouch(LoadRequest request, SessionRecord session) {
        Instant wanted = session.idleDeadline().plus(request.touchInterval());
        Instant absolute = session.absoluteDeadline();
        return wanted.isAfter(absolute) ? absolute : wanted.minus(request.idleTimeout());
    }

    private static int place(long hash) {
        return (int) hash & PLACES - 1;
    }

    private static int otherPlace(long hash) {
        return place(hash) ^ 1;
    }

    /** Wraps around after weeks, of which the difference of two times knows nothing. */
    private int millis() {
        return (int) TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    private static long hash(LoadRequest request) {
        long hash = request.idleTimeout().toMillis();
        String id = request.id();
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
