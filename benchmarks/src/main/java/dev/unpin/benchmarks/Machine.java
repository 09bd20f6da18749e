package dev.unpin.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Where the numbers come from; without that, they mean nothing. */
final class Machine {
    private Machine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "%d cores, %s %s, JDK %s, load average %.1f at the start",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
