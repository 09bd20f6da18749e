package dev.unpin.examples.shop.fleet;

import dev.unpin.examples.fleet.Refusal;
import dev.unpin.http.CrossOriginRefusedException;
import dev.unpin.http.OriginCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Shows the fleet under {@code /fleet}, and lets visitors kill, start and replace instances. */
public final class FleetConsole extends Handler.Abstract implements Refusal {
    private static final int SECONDS_IN_VIEW_AFTER_DEATH = 8;

    private final Fleet fleet;
    private final OriginCheck originCheck = OriginCheck.create();
    private final byte[] script = script();
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fleet-console");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String news = "";

    /** Shows a fleet. */
    public FleetConsole(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Comes before a handler, and leaves to it what is not about the fleet. */
    public Handler before(Handler next) {
        return new Handler.Sequence(this, next);
    }

    @Override
    public void send(Response response, Callback callback, int status, String sentence) {
        Replies.send(response, callback, status, sentence);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.equals("/fleet") && !path.startsWith("/fleet/")) {
            return false;
        }
        switch (request.getMethod() + " " + path) {
            case "GET /fleet" -> Replies.html(response, callback, 200, FleetView.page(fleet.all(), news));
            case "GET /fleet/strip" -> Replies.html(response, callback, 200, FleetView.strip(fleet.all(), news));
            case "GET /fleet/strip.js" -> Replies.script(response, callback, script);
            case "POST /fleet/kill", "POST /fleet/start", "POST /fleet/replace" ->
                act(path, request, response, callback);
            default -> Replies.send(response, callback, 404, "There is no such page here.");
        }
        return true;
    }

    private void act(String path, Request request, Response response, Callback callback) {
        try {
            originCheck.check(request.getMethod(), request.getHeaders()::get);
        } catch (CrossOriginRefusedException e) {
            Replies.send(response, callback, 403, "Another site sent this request.");
            return;
        }
        switch (path) {
            case "/fleet/kill" -> kill(FormFields.getFields(request).getValue("instance"));
            case "/fleet/start" -> later("Starting one more instance.", this::startOne);
            default -> later("Restarting all, one by one.", this::replaceAll);
        }
        Replies.seeOther(response, callback, "/fleet");
    }

    private void kill(String name) {
        fleet.find(name).ifPresent(instance -> {
            fleet.kill(instance);
            news = "Instance " + instance.name() + " was killed. Your cart was never in it.";
            forgetLater(instance);
        });
    }

    private String startOne() {
        return "Instance " + fleet.start(1).get(0).name() + " is ready.";
    }

    private String replaceAll() {
        fleet.running().forEach(fleet::replace);
        return "All instances have been replaced.";
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The outcome is told by the news.
    private void later(String announcement, Supplier<String> task) {
        work.submit(() -> {
            news = announcement;
            try {
                news = task.get();
            } catch (RuntimeException e) {
                news = String.valueOf(e.getMessage());
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
    private void forgetLater(Instance instance) {
        work.schedule(() -> fleet.forget(instance), SECONDS_IN_VIEW_AFTER_DEATH, TimeUnit.SECONDS);
    }

    private static byte[] script() {
        try (InputStream in = FleetConsole.class.getResourceAsStream("strip.js")) {
            if (in == null) {
                throw new IllegalStateException("The shop lacks its file strip.js");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The shop cannot read its file strip.js", e);
        }
    }
}
