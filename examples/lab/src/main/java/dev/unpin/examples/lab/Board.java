package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All that is known of a run, for the page, the terminal and the report. Thread-safe. */
public final class Board {
    private final ObjectNode run;
    private final Consumer<String> terminal;
    private final List<Entry> trials = new ArrayList<>();
    private long version = 1;

    private static final class Entry {
        private final ObjectNode trial;
        private long changed;

        private Entry(ObjectNode trial) {
            this.trial = trial;
        }
    }

    /**
     * What has changed.
     *
     * @param version what to ask with the next time
     * @param json the run, the trials that have changed, and all tables
     */
    public record News(long version, String json) {}

    /**
     * Makes an empty board.
     *
     * @param run machine and settings
     * @param terminal is told each step in a line
     */
    public Board(ObjectNode run, Consumer<String> terminal) {
        this.run = run;
        this.terminal = terminal;
    }

    /** Changes what is known of a trial, which has an {@code id} of its own. */
    public synchronized void change(ObjectNode trial, Runnable change) {
        change.run();
        version++;
        for (Entry entry : trials) {
            if (entry.trial.path("id").equals(trial.path("id"))) {
                entry.changed = version;
                return;
            }
        }
        Entry entry = new Entry(trial);
        entry.changed = version;
        trials.add(entry);
    }

    /** Notes how far the run is. */
    public synchronized void status(String status) {
        run.put("status", status);
        version++;
    }

    /** Tells the terminal what happens. */
    void say(String step) {
        terminal.accept(step);
    }

    /**
     * Tells what has changed.
     *
     * @param known the version of the last news, 0 for everything
     * @return empty if nothing has
     */
    public synchronized Optional<News> since(long known) {
        if (known >= version) {
            return Optional.empty();
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("run", run);
        message.putArray("trials")
                .addAll(trials.stream()
                        .filter(entry -> entry.changed > known)
                        .map(entry -> entry.trial)
                        .toList());
        message.set("tables", new Tables(figures()).json());
        return Optional.of(new News(version, message.toString()));
    }

    /** Gives the numbers as they are now. */
    synchronized Figures figures() {
        return new Figures(trials.stream().map(entry -> entry.trial.deepCopy()).toList());
    }
}
