package dev.unpin.examples.shop;

import dev.unpin.examples.shop.service.ShopService;
import java.util.Optional;

/**
 * What the command was asked to do.
 *
 * @param stay whether the shop stays open after the journey
 * @param port where the balancer listens, 0 for any free port
 * @param store where instances keep sessions; empty for a Redis of our own
 */
record Options(boolean stay, int port, Optional<String> store) {
    static final String USAGE = """
            Usage: examples/shop/run [--stay] [--port=8080] [--store=redis://host:6379|memory]

              --stay    keep the shop open after the journey, to click through
              --port    where the balancer listens on loopback; any free port by default
              --store   where instances keep sessions; a Redis started for this run by default.
                        'memory' keeps them inside the instances, and shows what goes wrong then
            """;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it says something unknown; the message says what
     */
    static Options parse(String... args) {
        Options options = new Options(false, 0, Optional.empty());
        for (String arg : args) {
            options = options.with(arg);
        }
        return options;
    }

    private Options with(String arg) {
        if (arg.equals("--stay")) {
            return new Options(true, port, store);
        }
        if (arg.matches("--port=\\d{1,5}")) {
            return new Options(stay, Integer.parseInt(arg.substring("--port=".length())), store);
        }
        if (arg.equals("--store=" + ShopService.MEMORY) || arg.startsWith("--store=redis://")) {
            return new Options(stay, port, Optional.of(arg.substring("--store=".length())));
        }
        throw new IllegalArgumentException("Unknown option: " + arg);
    }
}
