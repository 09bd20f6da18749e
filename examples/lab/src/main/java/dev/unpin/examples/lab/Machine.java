package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.lab.service.Capacity;
import dev.unpin.examples.lab.service.ServiceMain;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the numbers of a run depend on, besides the service. */
final class Machine {
    private Machine() {}

    /** Describes this machine and the settings of a run. */
    static ObjectNode describe(Options options) {
        Pace pace = options.pace();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        ObjectNode run = JsonNodeFactory.instance.objectNode();
        ObjectNode facts = run.putObject("facts");
        facts.put("Started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put(
                "Machine",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put("Cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Load before the run", load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("Seed", Long.toString(options.seed()));
        facts.put("Script", pace.name() + ", repetitions: " + options.repetitions());
        facts.put("Users", pace.users() + ", each with one request at a time");
        facts.put(
                "Arrivals",
                String.format(
                        Locale.ROOT, "open loop, Poisson; %.0f/s, at overload %.0f/s", pace.rate(), pace.overload()));
        facts.put(
                "Capacity of an instance",
                "modelled: %d at a time for %d ms each, %d/s at most"
                        .formatted(Capacity.SLOTS, Capacity.MILLIS, 1_000 / Capacity.MILLIS * Capacity.SLOTS));
        facts.put(
                "Balancer",
                "readiness every 100 ms; GET and PUT go to another instance when one breaks off, "
                        + "POST without a key never");
        facts.put(
                "Tokens",
                "a new key signs %d s after it was made; a revocation is to be known after %d s"
                        .formatted(ServiceMain.KEY_LEAD.toSeconds(), ServiceMain.REVOCATION_BOUND.toSeconds()));
        facts.put("Store of A", "one redis-server on this machine; files in a folder that the instances share");
        return run;
    }
}
