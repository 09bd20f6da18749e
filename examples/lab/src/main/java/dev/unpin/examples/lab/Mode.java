package dev.unpin.examples.lab;

/** One of the three ways in which the same service is run. */
public enum Mode {
    /** State in a shared store, requests to whoever's turn it is. */
    A("stateless", "shared store, round robin"),
    /** State in each instance, and a balancer that sends a user back to where they were. */
    B("sticky", "state in the instance, sticky cookie"),
    /** State in each instance, and nobody sends users back: the negative control. */
    C("no affinity", "state in the instance, round robin");

    private final String title;
    private final String means;

    Mode(String title, String means) {
        this.title = title;
        this.means = means;
    }

    /** Names the mode for people. */
    public String title() {
        return title;
    }

    /** Says what is special about it. */
    public String means() {
        return means;
    }

    /** Tells whether instances share their state. */
    public boolean shared() {
        return this == A;
    }

    /** Tells whether the balancer sends a user back to the instance that served them before. */
    public boolean sticky() {
        return this == B;
    }
}
