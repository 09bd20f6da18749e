package dev.unpin.examples.lab.load;

import dev.unpin.examples.fleet.Parent;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The load as a process, so that neither its pauses nor its work are those of what it measures. Its parent says
 * {@code phase <name> <rate>}, {@code mark}, {@code call <kind> <users>} and {@code settle}, and gets {@code done} for
 * each when it is so; every second, and before a phase ends, it prints JSON of what has happened.
 */
public final class LoadMain {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private LoadMain() {}

    /**
     * Runs until the parent is gone.
     *
     * @param args the balancer's address, a seed, and the number of users
     * @throws InterruptedException if the JVM is ending
     */
    public static void main(String[] args) throws InterruptedException {
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        Parent.obey(commands::add);
        try (Load load = new Load(URI.create(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2]))) {
            long due = System.nanoTime() + SECOND;
            while (true) {
                @Nullable String command = commands.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (command != null) {
                    String[] words = command.split(" ");
                    if (words[0].equals("phase")) {
                        tell(load); // What is left of the second belongs to the phase that ends.
                        due = System.nanoTime() + SECOND;
                    }
                    obey(load, words);
                    System.out.println("done");
                } else {
                    due += SECOND;
                    tell(load);
                }
            }
        }
    }

    private static void obey(Load load, String[] words) throws InterruptedException {
        switch (words[0]) {
            case "phase" -> load.phase(words[1], Double.parseDouble(words[2]));
            case "mark" -> load.mark();
            case "call" -> load.call(Kind.valueOf(words[1]), Integer.parseInt(words[2]));
            case "settle" -> {
                load.settle();
                tell(load);
                System.out.println(load.paid());
            }
            default -> throw new IllegalArgumentException("The load does not know how to " + words[0]);
        }
    }

    private static void tell(Load load) {
        System.out.println(load.takeSecond());
        load.totals().forEach(System.out::println);
    }
}
