package dev.unpin.examples.lab;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a trial, in the order of the script. */
enum Phase {
    WARM_UP("warm-up", "everybody signs in; not counted"),
    STEADY("steady", "all instances run"),
    KILL("kill -9", "one instance is killed"),
    REPLACEMENT("replacement", "another takes its place"),
    SCALE_IN("scale in", "down to two instances"),
    OVERLOAD("overload", "more than two can do"),
    SCALE_OUT("scale out", "two more have come"),
    DEPLOY("rolling deploy", "v1 becomes v2, one pair after the other"),
    CANARY("canary", "a tenth of the requests to v3"),
    BLUE_GREEN("blue-green", "all at once from v2 to v3"),
    OUTAGE("store outage", "the shared store is down for 3 s"),
    PAUSE("paused instance", "one hangs for 2 s"),
    ROTATION("keys and revocation", "two new keys, and tokens revoked");

    private final String title;
    private final String means;

    Phase(String title, String means) {
        this.title = title;
        this.means = means;
    }

    /** Names the phase in what processes tell each other. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    String means() {
        return means;
    }

    boolean measured() {
        return this != WARM_UP;
    }

    static Optional<Phase> byId(String id) {
        return Stream.of(values()).filter(phase -> phase.id().equals(id)).findFirst();
    }
}
