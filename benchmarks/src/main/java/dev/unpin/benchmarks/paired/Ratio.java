package dev.unpin.benchmarks.paired;

import java.util.Arrays;
import java.util.Locale;

/**
 * How many times as fast as the bare client, over all rounds.
 *
 * @param lower the lower quartile
 * @param median the median
 * @param upper the upper quartile
 * @param rawRate operations of the bare client per second, median; tells the machine's speed and nothing else
 */
record Ratio(double lower, double median, double upper, double rawRate) {
    static Ratio of(double[] ratios, double[] rawRates) {
        return new Ratio(at(ratios, 0.25), at(ratios, 0.5), at(ratios, 0.75), at(rawRates, 0.5));
    }

    private static double at(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = quantile * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, lower, upper);
    }
}
