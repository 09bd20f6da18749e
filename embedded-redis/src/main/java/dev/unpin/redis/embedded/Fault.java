package dev.unpin.redis.embedded;

import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link FaultProxy} does to one request or its answer.
 *
 * <p>A request is everything that a client sends before it waits for an answer: one command, or several sent in a
 * pipeline. Immutable; two faults are equal if they do the same.
 */
public final class Fault {
    enum Kind {
        PASS,
        DELAY_REQUEST,
        DELAY_ANSWER,
        CUT_BEFORE_SEND,
        CUT_AFTER_SEND,
        HALF_ANSWER_THEN_CUT,
        HALF_ANSWER_THEN_SILENCE,
        BLACK_HOLE
    }

    /** Nothing: request and answer pass unharmed. */
    public static final Fault PASS = new Fault(Kind.PASS, Duration.ZERO);

    /** The request is not forwarded, and the client's connection is reset: the server never hears of it. */
    public static final Fault CUT_BEFORE_SEND = new Fault(Kind.CUT_BEFORE_SEND, Duration.ZERO);

    /** The server answers the request, then the client's connection is reset without a byte of the answer. */
    public static final Fault CUT_AFTER_SEND = new Fault(Kind.CUT_AFTER_SEND, Duration.ZERO);

    /** The client gets the first bytes of the answer, then the end of the stream. */
    public static final Fault HALF_ANSWER_THEN_CUT = new Fault(Kind.HALF_ANSWER_THEN_CUT, Duration.ZERO);

    /** The client gets the first bytes of the answer, then nothing more on this connection, which stays open. */
    public static final Fault HALF_ANSWER_THEN_SILENCE = new Fault(Kind.HALF_ANSWER_THEN_SILENCE, Duration.ZERO);

    /**
     * The request is swallowed, and so is everything later on this connection, in both directions; it stays open until
     * the client closes it, even when the proxy lets new connections pass again.
     */
    public static final Fault BLACK_HOLE = new Fault(Kind.BLACK_HOLE, Duration.ZERO);

    private final Kind kind;
    private final Duration delay;

    private Fault(Kind kind, Duration delay) {
        this.kind = kind;
        this.delay = delay;
    }

    /**
     * Forwards the request this much later, also if the client has given up and closed its connection meanwhile: the
     * late write of a client that nobody waits for.
     *
     * @param delay more than zero
     * @return the fault
     * @throws IllegalArgumentException if the delay is not positive
     */
    public static Fault delayRequest(Duration delay) {
        return new Fault(Kind.DELAY_REQUEST, positive(delay));
    }

    /**
     * Forwards the request at once and the answer this much later.
     *
     * @param delay more than zero
     * @return the fault
     * @throws IllegalArgumentException if the delay is not positive
     */
    public static Fault delayAnswer(Duration delay) {
        return new Fault(Kind.DELAY_ANSWER, positive(delay));
    }

    private static Duration positive(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("A delay must be more than zero, but is " + delay);
        }
        return delay;
    }

    Kind kind() {
        return kind;
    }

    Duration delay() {
        return delay;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fault fault && kind == fault.kind && delay.equals(fault.delay);
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + delay.hashCode();
    }

    /**
     * Returns the fault's name and its delay, if it has one.
     *
     * @return for instance {@code CUT_AFTER_SEND} or {@code DELAY_ANSWER PT0.5S}
     */
    @Override
    public String toString() {
        return delay.isZero() ? kind.name() : kind.name() + " " + delay;
    }
}
