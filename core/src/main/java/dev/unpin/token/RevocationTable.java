package dev.unpin.token;

import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevokedId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongPredicate;

/**
 * Revocations in little memory: 24 bytes each in an open-addressed table that is at most three quarters full and grows
 * by half, so 32 to 48 bytes for each. Many threads may look up while one at a time, under a lock of the caller's,
 * adds. Nothing is ever taken out of a table; what is over is left behind when it grows.
 */
final class RevocationTable {
    /** Returned for what is not in the table; less than every time. */
    static final long ABSENT = Long.MIN_VALUE;

    private static final int SMALLEST = 64;

    private final LongPredicate cutoffIsOver;
    private final LongPredicate endIsOver;
    private volatile Slots slots = new Slots(SMALLEST);
    private int size;

    /**
     * @param cutoffIsOver whether a cutoff has become meaningless, in milliseconds
     * @param endIsOver whether an end has come, in milliseconds
     */
    RevocationTable(LongPredicate cutoffIsOver, LongPredicate endIsOver) {
        this.cutoffIsOver = cutoffIsOver;
        this.endIsOver = endIsOver;
    }

    /** The time of a revocation, in milliseconds, or {@link #ABSENT}. */
    long find(RevokedId id) {
        return find(id.high(), id.low());
    }

    /** The time of a revocation that is named by the halves of its id. */
    long find(long high, long low) {
        return slots.find(marked(high), low);
    }

    /** Whether there is a revocation with this id. */
    boolean has(long high, long low) {
        return find(high, low) != ABSENT;
    }

    /** How many there are, those that are over included; exact for whoever holds the lock. */
    int size() {
        return size;
    }

    /** How many bytes the table takes. */
    long bytes() {
        return slots.bytes();
    }

    /** Adds a revocation, or moves its time on if it is earlier. */
    void put(RevokedId id, long millis) {
        if (slots.put(marked(id.high()), id.low(), millis)) {
            size++;
            if (size > slots.capacity() / 4 * 3) {
                tidy();
            }
        }
    }

    /** Whether a revocation has become meaningless. */
    boolean isOver(RevokedId id, long millis) {
        return id.isCutoff() ? cutoffIsOver.test(millis) : endIsOver.test(millis);
    }

    /** All there is now, to be walked through while others add. */
    Walk walk() {
        return new Walk(slots);
    }

    /** Leaves behind what is over, in a table of the size that the rest needs. */
    void tidy() {
        Slots before = slots;
        int alive = 0;
        for (int slot = 0; slot < before.capacity(); slot++) {
            alive += isAlive(before, slot) ? 1 : 0;
        }
        Slots after = new Slots(Math.max(SMALLEST, alive * 2));
        for (int slot = 0; slot < before.capacity(); slot++) {
            if (isAlive(before, slot)) {
                after.put(before.high(slot), before.low(slot), before.millis(slot));
            }
        }
        size = alive;
        slots = after;
    }

    private boolean isAlive(Slots in, int slot) {
        long high = in.high(slot);
        return high != 0 && !isOver(new RevokedId(high, in.low(slot)), in.millis(slot));
    }

    /** Zero marks an empty slot. */
    private static long marked(long high) {
        return high == 0 ? 1 : high;
    }

    /** The content of a table at one moment, walked through once. */
    final class Walk {
        private final Slots seen;

        /** Instances that put back the same begin at different places, and so share the work. */
        private final int start;

        private int steps;

        private Walk(Slots seen) {
            this.seen = seen;
            this.start = ThreadLocalRandom.current().nextInt(seen.capacity());
        }

        /** Adds to a list what is not over and not in another table, or earlier there, until the list is full. */
        void addMissing(RevocationTable other, List<Revocation> missing, int most) {
            for (; steps < seen.capacity() && missing.size() < most; steps++) {
                int slot = (int) (((long) start + steps) % seen.capacity());
                if (isAlive(seen, slot)) {
                    RevokedId id = new RevokedId(seen.high(slot), seen.low(slot));
                    if (other.find(id) < seen.millis(slot)) {
                        missing.add(new Revocation(id, Instant.ofEpochMilli(seen.millis(slot))));
                    }
                }
            }
        }
    }

    /**
     * Three numbers a slot: both halves of the id, and the time. The first is written last and read first; all of those
     * lie side by side, since a search for what is not there reads nothing else.
     */
    private static final class Slots {
        private final AtomicLongArray numbers;
        private final int capacity;

        Slots(int capacity) {
            this.capacity = capacity;
            this.numbers = new AtomicLongArray(Math.multiplyExact(3, capacity));
        }

        int capacity() {
            return capacity;
        }

        long bytes() {
            return (long) Long.BYTES * numbers.length();
        }

        long high(int slot) {
            return numbers.get(slot);
        }

        long low(int slot) {
            return numbers.get(capacity + slot);
        }

        long millis(int slot) {
            return numbers.get(2 * capacity + slot);
        }

        long find(long high, long low) {
            for (int slot = first(high); ; slot = slot + 1 == capacity ? 0 : slot + 1) {
                long there = high(slot);
                if (there == 0) {
                    return ABSENT;
                }
                if (there == high && low(slot) == low) {
                    return millis(slot);
                }
            }
        }

        /** True if it was not there. */
        boolean put(long high, long low, long millis) {
            int slot = first(high);
            for (long there = high(slot); there != 0; there = high(slot)) {
                if (there == high && low(slot) == low) {
                    if (millis(slot) < millis) {
                        numbers.set(2 * capacity + slot, millis);
                    }
                    return false;
                }
                slot = slot + 1 == capacity ? 0 : slot + 1;
            }
            numbers.set(2 * capacity + slot, millis);
            numbers.set(capacity + slot, low);
            numbers.set(slot, high);
            return true;
        }

        private int first(long high) {
            return (int) (((high >>> 32) * capacity) >>> 32);
        }
    }
}
