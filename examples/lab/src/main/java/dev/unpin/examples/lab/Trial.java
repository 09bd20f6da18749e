package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.lab.ledger.Ledger;
import dev.unpin.examples.lab.service.Capacity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One mode, played through once: it starts the service and its users, and what happens to them follows a script. */
final class Trial {
    private final Mode mode;
    private final int repetition;
    private final Pace pace;
    private final long seed;
    private final Path folder;
    private final Account account;

    /**
     * Prepares a trial.
     *
     * @param folder for logs and files, nobody else's
     * @param board what is told of it
     */
    Trial(Mode mode, int repetition, Pace pace, long seed, Path folder, Board board) {
        this.mode = mode;
        this.repetition = repetition;
        this.pace = pace;
        this.seed = seed;
        this.folder = folder;
        this.account = new Account(board);
    }

    /** Plays it through. Nothing that was started runs any more when it returns. */
    void run() throws InterruptedException {
        account.state("starting");
        try (Site site = Site.open(mode, folder, Capacity.MILLIS)) {
            List<Site.Member> first = site.begin(pace.instances(), "v1");
            try (Picture picture = new Picture(() -> account.site(site));
                    LoadProcess load = new LoadProcess(
                            site.uri(), seed, pace.users(), folder, news -> account.hear(news, site.ledger()))) {
                picture.start();
                site.awaitUp(first);
                account.state("running");
                Stage stage = new Stage(site, load, pace, account);
                for (Phase phase : pace.phases()) {
                    stage.play(phase);
                }
                load.settle();
            }
            account.site(site);
        }
        account.state("done");
    }

    /** What is known of the trial, as JSON for the page and the report. */
    private final class Account implements Stage.Audience {
        private final Board board;
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();
        private final ArrayNode phases = json.putArray("phases");
        private final ArrayNode seconds = json.putArray("seconds");
        private final ObjectNode totals = json.putObject("totals");
        private final ArrayNode notes = json.putArray("notes");

        Account(Board board) {
            this.board = board;
            json.put("mode", mode.name()).put("repetition", repetition).put("id", mode.name() + repetition);
        }

        void state(String state) {
            board.change(json, () -> json.put("state", state));
        }

        void site(Site site) {
            board.change(json, () -> {
                json.set("fleet", site.json());
                json.set("store", site.storeTimes().json());
            });
        }

        @Override
        public void begun(Phase phase) {
            board.change(json, () -> {
                json.put("phase", phase.id());
                phases.addObject().put("id", phase.id()).put("title", phase.title());
            });
            board.say("%s %-10s  repetition %d  %s: %s"
                    .formatted(mode, mode.title(), repetition, phase.title(), phase.means()));
        }

        @Override
        public void added(List<Site.Member> members) {
            board.change(json, () -> {
                ArrayNode names = json.putArray("added");
                members.forEach(member -> names.add(member.name()));
            });
        }

        @Override
        public void note(String note) {
            board.change(json, () -> notes.add(note));
        }

        void hear(ObjectNode news, Ledger ledger) {
            board.change(json, () -> {
                if (news.path("type").asText().equals("paid")) {
                    json.set("ledger", ledger.audit(news.path("users")));
                    return;
                }
                String phase = news.path("phase").asText();
                if (Phase.byId(phase).isEmpty()) {
                    return; // Between phases nothing is offered.
                }
                if (news.path("type").asText().equals("total")) {
                    totals.set(phase, news);
                } else {
                    seconds.add(news);
                }
            });
        }
    }

    /** Looks at the fleet a few times a second. */
    private static final class Picture implements AutoCloseable {
        private static final long TURN_MILLIS = 250;

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "picture");
            thread.setDaemon(true);
            return thread;
        });
        private final Runnable look;

        Picture(Runnable look) {
            this.look = look;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // It runs until the clock is shut down.
        void start() {
            clock.scheduleWithFixedDelay(look, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
