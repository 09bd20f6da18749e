package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks trials for numbers: one per repetition, of which the median and the range are told. */
final class Figures {
    private final List<ObjectNode> trials;

    Figures(List<ObjectNode> trials) {
        this.trials = trials;
    }

    /**
     * One number of several repetitions.
     *
     * @param median the middle one
     * @param least the smallest
     * @param most the largest
     */
    record Spread(double median, double least, double most) {
        String text(DoubleFunction<String> format) {
            String range = range(format);
            return format.apply(median) + (range.isEmpty() ? "" : " (" + range + ")");
        }

        /** Tells smallest and largest, or nothing if they read the same. */
        String range(DoubleFunction<String> format) {
            String from = format.apply(least);
            String to = format.apply(most);
            return from.equals(to) ? "" : from + " to " + to;
        }
    }

    /** Gathers a number of each trial of a mode that has one. */
    Optional<Spread> spread(Mode mode, Function<Of, OptionalDouble> figure) {
        double[] found = of(mode).map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
        if (found.length == 0) {
            return Optional.empty();
        }
        int half = found.length / 2;
        double median = found.length % 2 == 1 ? found[half] : (found[half - 1] + found[half]) / 2;
        return Optional.of(new Spread(median, found[0], found[found.length - 1]));
    }

    /** Finds the trials of a mode, in the order of their repetitions. */
    Stream<Of> of(Mode mode) {
        return trials.stream()
                .filter(trial -> trial.path("mode").asText().equals(mode.name()))
                .map(Of::new);
    }

    /** Lists the measured phases that any trial has begun, in the order of the script. */
    List<Phase> phases() {
        return Stream.of(Phase.values())
                .filter(Phase::measured)
                .filter(phase ->
                        trials.stream().anyMatch(trial -> trial.path("totals").has(phase.id())))
                .toList();
    }

    /** The numbers of one trial. */
    record Of(ObjectNode trial) {
        private JsonNode total(Phase phase) {
            return trial.path("totals").path(phase.id());
        }

        boolean has(Phase phase) {
            return total(phase).has("answers");
        }

        OptionalDouble number(Phase phase, String name) {
            return has(phase) ? OptionalDouble.of(total(phase).path(name).asDouble()) : OptionalDouble.empty();
        }

        OptionalDouble count(Phase phase, String name) {
            return has(phase)
                    ? OptionalDouble.of(total(phase).path("counts").path(name).asDouble())
                    : OptionalDouble.empty();
        }

        OptionalDouble perSecond(Phase phase, String count) {
            double seconds = total(phase).path("seconds").asDouble();
            OptionalDouble of = count.equals("offered") ? number(phase, count) : count(phase, count);
            return of.isPresent() && seconds > 0
                    ? OptionalDouble.of(of.getAsDouble() / seconds)
                    : OptionalDouble.empty();
        }

        /** Adds up a count over all measured phases. */
        OptionalDouble all(String count) {
            double sum = Stream.of(Phase.values())
                    .filter(Phase::measured)
                    .mapToDouble(phase -> count(phase, count).orElse(0))
                    .sum();
            return has(Phase.STEADY) ? OptionalDouble.of(sum) : OptionalDouble.empty();
        }

        /** Tells which part of the answers in some phases was not what it should be, 0 to 1. */
        OptionalDouble wrong(Predicate<Phase> counted) {
            double answers = 0;
            double good = 0;
            for (Phase phase : Phase.values()) {
                if (phase.measured() && counted.test(phase)) {
                    answers += number(phase, "answers").orElse(0);
                    good += count(phase, "good").orElse(0);
                }
            }
            return answers == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - good / answers);
        }

        /** Tells whether bad answers came until the phase was over. */
        boolean neverRecovered(Phase phase) {
            return number(phase, "bad").orElse(0) > 0 && number(phase, "quiet").orElse(0) < 300;
        }

        /** Tells which part of the answers came from the instances that had been added, 0 to 1. */
        OptionalDouble shareOfAdded() {
            JsonNode served = total(Phase.SCALE_OUT).path("served");
            double all = 0;
            double added = 0;
            for (JsonNode count : served) {
                all += count.asDouble();
            }
            for (JsonNode name : trial.path("added")) {
                added += served.path(name.asText()).asDouble();
            }
            return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(added / all);
        }

        OptionalDouble store(String name) {
            return of("store", name);
        }

        OptionalDouble ledger(String name) {
            return of("ledger", name);
        }

        private OptionalDouble of(String what, String name) {
            JsonNode of = trial.path(what);
            return of.has(name) ? OptionalDouble.of(of.path(name).asDouble()) : OptionalDouble.empty();
        }
    }
}
