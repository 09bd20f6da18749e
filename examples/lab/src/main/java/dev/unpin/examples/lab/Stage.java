package dev.unpin.examples.lab;

import dev.unpin.examples.lab.load.Kind;
import dev.unpin.examples.lab.service.ServiceMain;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays the phases of a trial: what is done to the instances, and how many requests arrive meanwhile. */
final class Stage {
    private static final Duration HANG = Duration.ofSeconds(2);
    private static final double OUTAGE_SECONDS = 3;
    private static final Duration KEY_CHANGE = ServiceMain.KEY_LEAD.plusMillis(200);
    private static final int SHOWINGS = 8;
    private static final double BEFORE_FAULT = 0.5;

    private final Site site;
    private final LoadProcess load;
    private final Pace pace;
    private final Audience audience;
    private long start;

    /** Who is told of what happens. */
    interface Audience {
        /** A phase begins. */
        void begun(Phase phase);

        /** Instances have been added to those that run. */
        void added(List<Site.Member> members);

        /** Something worth a line in the report. */
        void note(String note);
    }

    Stage(Site site, LoadProcess load, Pace pace, Audience audience) {
        this.site = site;
        this.load = load;
        this.pace = pace;
        this.audience = audience;
    }

    void play(Phase phase) throws InterruptedException {
        switch (phase) {
            case WARM_UP -> {
                begin(phase, pace.rate());
                load.call(Kind.LOOK, pace.users()); // They sign in …
                load.call(Kind.LOOK, pace.users()); // … and upload their first file.
                hold(pace.warmUp());
            }
            case STEADY -> {
                begin(phase, pace.rate());
                hold(pace.steady());
            }
            case KILL -> kill();
            case REPLACEMENT -> {
                begin(phase, pace.rate());
                site.start(1, "v1");
                hold(pace.fault());
            }
            case SCALE_IN -> scaleIn();
            case OVERLOAD -> overload();
            case SCALE_OUT -> {
                begin(phase, pace.overload());
                hold(pace.scaled());
            }
            case DEPLOY -> deploy("v2");
            case CANARY -> canary();
            case BLUE_GREEN -> blueGreen();
            case OUTAGE -> outage();
            case PAUSE -> {
                fault(phase);
                site.serving().get(0).pauseFor(HANG);
                hold(pace.fault());
            }
            case ROTATION -> rotation();
        }
    }

    private void kill() throws InterruptedException {
        Site.Member doomed = site.serving().get(1);
        fault(Phase.KILL);
        site.kill(doomed);
        load.call(Kind.LOOK, pace.users());
        hold(pace.fault());
        site.forget(List.of(doomed));
    }

    private void scaleIn() throws InterruptedException {
        fault(Phase.SCALE_IN);
        List<Site.Member> serving = site.serving();
        for (Site.Member leaving : serving.subList(2, serving.size())) {
            site.retire(List.of(leaving));
        }
        hold(pace.fault() / 2);
    }

    /** The new ones are already starting: in this phase they do not serve yet. */
    private void overload() throws InterruptedException {
        begin(Phase.OVERLOAD, pace.overload());
        List<Site.Member> added = site.begin(2, "v1");
        hold(pace.scaled() / 2);
        site.awaitUp(added);
        audience.added(added);
    }

    private void deploy(String release) throws InterruptedException {
        List<Site.Member> old = site.serving();
        List<Site.Member> successors = site.begin(Math.min(2, old.size()), release);
        fault(Phase.DEPLOY);
        for (int i = 0; i < old.size(); i += 2) {
            site.awaitUp(successors);
            List<Site.Member> leaving = old.subList(i, Math.min(i + 2, old.size()));
            int left = old.size() - i - leaving.size();
            successors = left > 0 ? site.begin(Math.min(2, left), release) : List.of();
            site.retire(leaving);
        }
        load.call(Kind.LOOK, pace.users());
        start = System.nanoTime();
        hold(pace.fault() / 2);
    }

    private void canary() throws InterruptedException {
        begin(Phase.CANARY, pace.rate());
        site.weigh("v2=1 v3=0");
        site.start(1, "v3");
        load.mark();
        site.weigh("v2=9 v3=1");
        start = System.nanoTime();
        hold(pace.fault());
    }

    private void blueGreen() throws InterruptedException {
        begin(Phase.BLUE_GREEN, pace.rate());
        List<Site.Member> blue = site.serving().stream()
                .filter(member -> !member.release().equals("v3"))
                .toList();
        site.start(Math.max(1, blue.size() - 1), "v3");
        load.mark();
        site.weigh("v3=1");
        start = System.nanoTime();
        hold(pace.fault());
        site.retire(blue);
        site.weigh("");
    }

    private void outage() throws InterruptedException {
        fault(Phase.OUTAGE);
        Site.Member any = site.serving().get(0);
        site.storeDown();
        hold(BEFORE_FAULT + OUTAGE_SECONDS / 2);
        try {
            audience.note("outage: /livez %s, /readyz %s, /price %s"
                    .formatted(any.answer("/livez"), any.answer("/readyz"), any.answer("/price")));
        } catch (IOException e) {
            audience.note("outage: the instance does not answer");
        }
        hold(BEFORE_FAULT + OUTAGE_SECONDS);
        site.storeUp();
        hold(pace.fault());
    }

    /** Half of the users are revoked. Between the changes of keys everybody shows, and so renews, their token. */
    private void rotation() throws InterruptedException {
        int revoked = pace.users() / 2;
        fault(Phase.ROTATION);
        load.call(Kind.REVOKE, revoked);
        for (int change = 0; change < 2; change++) {
            site.rotateKeys();
            Thread.sleep(KEY_CHANGE.toMillis());
            load.call(Kind.WHO, pace.users());
            load.call(Kind.WHO, pace.users());
        }
        for (int showing = 0; showing < SHOWINGS; showing++) {
            load.call(Kind.REUSE, revoked);
        }
        hold(pace.fault());
    }

    /** What has piled up is the last phase's, not this one's; only adding instances is about what has piled up. */
    private void begin(Phase phase, double rate) throws InterruptedException {
        if (phase != Phase.SCALE_OUT) {
            load.settle();
        }
        load.phase(phase, rate);
        start = System.nanoTime();
        audience.begun(phase);
    }

    /** Begins a phase whose fault comes when this returns. */
    private void fault(Phase phase) throws InterruptedException {
        begin(phase, pace.rate());
        hold(BEFORE_FAULT);
        load.mark();
    }

    /** Waits until so many seconds have passed since the phase, or its last step, has begun. */
    private void hold(double seconds) throws InterruptedException {
        long left = start + (long) (seconds * 1e9) - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
