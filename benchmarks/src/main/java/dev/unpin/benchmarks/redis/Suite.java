package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.paired.Comparison;
import java.util.List;

/** The comparisons of one feature. */
interface Suite {
    /** Names it on the command line. */
    String title();

    List<Comparison> comparisons(Servers servers, List<Peers> peers);
}
