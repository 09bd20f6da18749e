package dev.unpin.examples.shop.service;

import dev.unpin.concurrency.FenceGuard;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was taken in a day, as far as it has been written down. Immutable.
 *
 * @param lines a line for each charge, in the order of the bank's statement
 * @param closed whether that is all
 * @param fence of who has written last: nobody with a lower one writes any more
 */
record DayBook(List<Line> lines, boolean closed, long fence) {
    static final FenceGuard<DayBook> GUARD = FenceGuard.of(DayBook::fence, DayBook::withFence);

    DayBook {
        lines = List.copyOf(lines);
    }

    /**
     * A charge.
     *
     * @param order for what
     * @param cents how much
     */
    record Line(String order, long cents) {
        static Line parse(String text) {
            String[] words = text.split(" ", -1);
            return new Line(words[0], Long.parseLong(words[1]));
        }

        @Override
        public String toString() {
            return order + ":" + cents;
        }
    }

    static DayBook blank() {
        return new DayBook(List.of(), false, 0);
    }

    /** Adds a page of the statement; one without charges is the last. */
    DayBook plus(List<Line> page) {
        return new DayBook(Stream.concat(lines.stream(), page.stream()).toList(), page.isEmpty(), fence);
    }

    private DayBook withFence(long newest) {
        return new DayBook(lines, closed, newest);
    }
}
