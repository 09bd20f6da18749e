package dev.unpin.examples.shop.service;

import dev.unpin.UnpinException;
import dev.unpin.Versioned;
import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.Locks;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.StaleFenceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Copies the day's charges from the bank's statement into a book. Every instance sets out to, and looks again until the
 * book is closed; the lock lets one at a time work, and the fence in the book refuses whoever only believes that they
 * still have it.
 */
final class NightJob {
    /** So long the books lie open whose instance has died over them. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Locks locks;
    private final Records<DayBook> books;
    private final Bank bank;
    private final Consumer<String> told;
    private final Executor thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "night-job");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Makes a job, which tells what it does. */
    NightJob(Locks locks, Records<DayBook> books, Bank bank, Consumer<String> told) {
        this.locks = locks;
        this.books = books;
        this.bank = bank;
        this.told = told;
    }

    /** Obeys {@code close-day <day>}, which stands for the clock that strikes, and {@code show-day <day>}. */
    void obey(String command) {
        String[] words = command.split(" ", -1);
        if (words.length == 2 && words[0].equals("close-day")) {
            thread.execute(() -> closeDay(words[1]));
        } else if (words.length == 2 && words[0].equals("show-day")) {
            thread.execute(() -> show(words[1]));
        }
    }

    /** Works if nobody else does, and comes back until the book is closed. Says what has become of it only once. */
    private void closeDay(String day) {
        String before = "";
        String outcome;
        do {
            outcome = outcome(day);
            if (!outcome.equals(before)) {
                told.accept(outcome + " " + day);
            }
            before = outcome;
        } while (!outcome.equals("done") && paused());
    }

    private static boolean paused() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String outcome(String day) {
        try {
            if (book(day).closed()) {
                return "done";
            }
            Optional<Lease> taken = locks.tryAcquire("close-" + day, LEASE, o -> o.renewUpTo(LONGEST_RUN));
            if (taken.isEmpty()) {
                return "busy";
            }
            try (Lease lease = taken.get()) {
                close(day, lease.fence());
            }
            return "closed";
        } catch (StaleFenceException e) {
            return "refused";
        } catch (IOException | UnpinException e) {
            return "failed"; // Whoever comes next goes on from what is in the book, whatever that is.
        }
    }

    /** It never looks whether the lock is still held: that may change before the next line. The book looks. */
    private void close(String day, long fence) throws IOException {
        // Puts the fence into the book in the step that tells where to go on: nobody earlier adds to it after that.
        DayBook book = write(day, fence, now -> now);
        told.accept("at-work " + day + " " + fence + " " + book.lines().size());
        while (!book.closed()) {
            List<DayBook.Line> page = bank.statement(book.lines().size());
            book = write(day, fence, now -> now.plus(page));
        }
    }

    private DayBook write(String day, long fence, UnaryOperator<DayBook> change) {
        return books.update(day, DayBook.blank(), DayBook.GUARD.by(fence, change))
                .value();
    }

    private void show(String day) {
        DayBook book = book(day);
        told.accept("book " + day + " " + book.closed() + " " + book.fence() + " "
                + book.lines().stream().map(DayBook.Line::toString).collect(Collectors.joining(",")));
    }

    private DayBook book(String day) {
        return books.find(day).map(Versioned::value).orElseGet(DayBook::blank);
    }
}
