package dev.unpin.benchmarks.paired;

import java.util.List;

/**
 * The same thing, done by the bare client and by others.
 *
 * @param name what is done
 * @param raw the bare client, with as many round trips as ours needs
 * @param others who is held against it
 */
public record Comparison(String name, Contender raw, List<Contender> others) {}
