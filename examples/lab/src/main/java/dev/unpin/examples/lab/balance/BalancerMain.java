package dev.unpin.examples.lab.balance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.fleet.Balancer;
import dev.unpin.examples.fleet.Parent;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The balancer as a process. Its parent says {@code add <name> <release> <uri>}, {@code remove <name>} and {@code weigh
 * [<release>=<weight> …]}; it prints {@code state <name> <state>} when it sees one change, and now and then
 * {@code forwarded <name>=<count> …}.
 */
public final class BalancerMain {
    private static final int TICK_MILLIS = 20;
    private static final int TICKS_PER_COUNT = 20;

    private BalancerMain() {}

    /**
     * Starts the balancer and serves until the parent is gone.
     *
     * @param args {@code sticky} or {@code round-robin}
     * @throws InterruptedException if the JVM is ending
     */
    public static void main(String[] args) throws InterruptedException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        LabRouting routing = args[0].equals("sticky") ? LabRouting.sticky() : LabRouting.roundRobin();
        Parent.obey(command -> obey(routing, command.split(" ")));
        Balancer balancer = Balancer.start(0, routing, UnaryOperator.identity(), BalancerMain::refuse);
        System.out.println("port=" + balancer.uri().getPort());
        Map<String, Backend.State> told = new HashMap<>();
        for (int tick = 0; ; tick++) {
            Thread.sleep(TICK_MILLIS);
            for (Backend backend : routing.backends()) {
                Backend.State now = backend.state();
                if (told.put(backend.name(), now) != now) {
                    System.out.println("state " + backend.name() + " " + now);
                }
            }
            if (tick % TICKS_PER_COUNT == 0) {
                System.out.println(routing.forwarded().entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(joining(" ", "forwarded ", "")));
            }
        }
    }

    private static void obey(LabRouting routing, String[] words) {
        switch (words[0]) {
            case "add" -> routing.add(new Backend(words[1], URI.create(words[3])), words[2]);
            case "remove" -> routing.remove(words[1]);
            case "weigh" ->
                routing.weigh(Arrays.stream(words)
                        .skip(1)
                        .map(share -> share.split("="))
                        .collect(Collectors.toMap(share -> share[0], share -> Integer.parseInt(share[1]))));
            default -> throw new IllegalArgumentException("The balancer does not know how to " + words[0]);
        }
    }

    private static void refuse(Response response, Callback callback, int status, String sentence) {
        response.setStatus(status);
        response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
        response.write(true, ByteBuffer.wrap(sentence.getBytes(UTF_8)), callback);
    }
}
