package dev.unpin.examples.lab;

import java.util.List;

/**
 * How long and how hard a trial is.
 *
 * @param name as in the command line
 * @param users how many there are
 * @param rate requests per second while nothing is meant to be scarce
 * @param overload requests per second that two instances cannot do, but four can
 * @param instances how many run at first
 * @param warmUp seconds until counting begins
 * @param steady seconds without a fault
 * @param fault seconds for each fault, from its beginning to the last look
 * @param scaled seconds at overload, once before and once after instances have been added
 * @param phases what is played
 */
record Pace(
        String name,
        int users,
        double rate,
        double overload,
        int instances,
        double warmUp,
        double steady,
        double fault,
        double scaled,
        List<Phase> phases) {
    private static final List<Phase> ESSENTIAL = List.of(
            Phase.WARM_UP, Phase.STEADY, Phase.KILL, Phase.SCALE_IN, Phase.OVERLOAD, Phase.SCALE_OUT, Phase.DEPLOY);

    /** All three modes within two minutes. */
    static final Pace SHORT = new Pace("short", 80, 200, 250, 4, 2, 5.5, 5, 4.5, ESSENTIAL);

    /** Everything, at leisure. */
    static final Pace FULL = new Pace("full", 80, 200, 250, 4, 5, 10, 10, 6, List.of(Phase.values()));

    /** For tests: what can be counted, not what can be timed. */
    static final Pace BRIEF = new Pace(
            "brief",
            16,
            100,
            120,
            3,
            0.5,
            1,
            1,
            1,
            List.of(
                    Phase.WARM_UP,
                    Phase.STEADY,
                    Phase.KILL,
                    Phase.OVERLOAD,
                    Phase.SCALE_OUT,
                    Phase.DEPLOY,
                    Phase.ROTATION));
}
