package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.lab.service.ServiceMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is told of a run in numbers: the same tables on the page, in the report and in the terminal. */
final class Tables {
    private static final int LEAST_FOR_P99 = 1_000;

    private final Figures figures;

    Tables(Figures figures) {
        this.figures = figures;
    }

    /** How a number is to be read. */
    enum Tone {
        GOOD,
        BAD,
        PLAIN
    }

    /** One number with what belongs to it: the range of its repetitions, and a note; each may be empty. */
    record Cell(String text, String range, String note, Tone tone) {
        static final Cell EMPTY = bare("–", "");

        static Cell of(Figures.Spread spread, DoubleFunction<String> format, Tone tone) {
            return new Cell(format.apply(spread.median()), spread.range(format), "", tone);
        }

        static Cell bare(String text, String note) {
            return new Cell(text, "", note, Tone.PLAIN);
        }

        Cell noting(String added) {
            return new Cell(text, range, added, tone);
        }

        String line() {
            return text + (range.isEmpty() ? "" : " (" + range + ")") + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /** What one row asks of every mode. */
    record Row(String label, String note, List<Cell> cells) {}

    /** One table; its columns are the modes. */
    record Table(String id, String caption, List<Row> rows) {}

    List<Table> all() {
        return List.of(verdict(), throughput(), latency(), violations(), failover(), mistakes(), cost());
    }

    private Table verdict() {
        return new Table(
                "verdict",
                "In short",
                List.of(
                        row("Wrong answers", "of all that were given", this::wrongCell),
                        row("Sessions lost", "in all phases", of -> of.all("session_lost"), Tables::whole),
                        row(
                                "Failover after kill -9",
                                "until the last bad answer",
                                mode -> failoverCell(mode, Phase.KILL)),
                        row(
                                "Work of added instances",
                                "of all answers after scaling out",
                                mode -> figures.spread(mode, Figures.Of::shareOfAdded)
                                        .map(spread -> Cell.of(
                                                spread, Tables::percent, spread.least() > 0.4 ? Tone.GOOD : Tone.BAD))
                                        .orElse(Cell.EMPTY))));
    }

    /** With what is left of it without the outage: only one mode has a store to lose. */
    private Cell wrongCell(Mode mode) {
        Optional<Figures.Spread> all = figures.spread(mode, of -> of.wrong(phase -> true));
        Optional<Figures.Spread> rest = figures.spread(mode, of -> of.wrong(phase -> phase != Phase.OUTAGE));
        if (all.isEmpty() || rest.isEmpty()) {
            return Cell.EMPTY;
        }
        boolean played = figures.phases().contains(Phase.OUTAGE);
        Cell cell = Cell.of(all.get(), Tables::percent, rest.get().most() < 0.001 ? Tone.GOOD : Tone.BAD);
        return played ? cell.noting(rest.get().text(Tables::percent) + " without the outage") : cell;
    }

    private Table throughput() {
        return perPhase("throughput", "throughput_rps: correct answers per second", figures.phases(), (mode, phase) -> {
            Optional<Figures.Spread> good = figures.spread(mode, of -> of.perSecond(phase, "good"));
            Optional<Figures.Spread> offered = figures.spread(mode, of -> of.perSecond(phase, "offered"));
            if (good.isEmpty() || offered.isEmpty()) {
                return Cell.EMPTY;
            }
            double part = good.get().median() / Math.max(1, offered.get().median());
            Tone tone = part > 0.99 ? Tone.GOOD : part < 0.95 ? Tone.BAD : Tone.PLAIN;
            return Cell.of(good.get(), Tables::whole, tone)
                    .noting("of " + whole(offered.get().median()) + " offered");
        });
    }

    private Table latency() {
        return perPhase("latency", "p99_latency_ms: from the intended start", figures.phases(), (mode, phase) -> {
            Optional<Figures.Spread> n = figures.spread(mode, of -> of.number(phase, "answers"));
            if (n.isEmpty()) {
                return Cell.EMPTY;
            }
            String count = "n " + whole(n.get().median());
            if (n.get().least() < LEAST_FOR_P99) {
                return Cell.bare("–", count + ": too few for a p99");
            }
            String sent = figures.spread(mode, of -> of.number(phase, "serviceP99"))
                    .map(spread -> millis(spread.median()))
                    .orElse("");
            return figures.spread(mode, of -> of.number(phase, "p99"))
                    .map(spread -> Cell.of(spread, Tables::millis, Tone.PLAIN).noting(count + "; once sent " + sent))
                    .orElse(Cell.EMPTY);
        });
    }

    private Table violations() {
        return perPhase(
                "violations",
                "session_affinity_violations: answers that forgot what had been acknowledged",
                figures.phases(),
                (mode, phase) -> part(mode, phase, "violation", "judged"));
    }

    /** So many of so many. */
    private Cell part(Mode mode, Phase phase, String count, String among) {
        String many = figures.spread(mode, of -> of.count(phase, among))
                .map(spread -> whole(spread.median()))
                .orElse("0");
        return counted(mode, of -> of.count(phase, count))
                .map(cell -> cell.noting("of " + many))
                .orElse(Cell.EMPTY);
    }

    private Table failover() {
        List<Phase> marked = figures.phases().stream()
                .filter(phase -> Stream.of(Mode.values())
                        .flatMap(figures::of)
                        .anyMatch(of -> of.number(phase, "afterMark").orElse(0) > 0))
                .toList();
        return perPhase(
                "failover", "failover_time_ms: from the fault to the last bad answer", marked, this::failoverCell);
    }

    private Cell failoverCell(Mode mode, Phase phase) {
        Optional<Figures.Spread> time = figures.spread(mode, of -> of.number(phase, "failover"));
        if (time.isEmpty()) {
            return Cell.EMPTY;
        }
        String bad = figures.spread(mode, of -> of.number(phase, "bad"))
                .map(spread -> spread.text(Tables::whole) + " bad")
                .orElse("");
        if (figures.of(mode).anyMatch(of -> of.neverRecovered(phase))) {
            double seen = figures.spread(mode, of -> of.number(phase, "afterMark"))
                    .map(Figures.Spread::median)
                    .orElse(0.0);
            return new Cell("never", "", bad + String.format(Locale.ROOT, " in %.1f s", seen / 1_000), Tone.BAD);
        }
        return Cell.of(time.get(), Tables::millis, time.get().most() == 0 ? Tone.GOOD : Tone.BAD)
                .noting(bad);
    }

    private Table mistakes() {
        List<Row> rows = new ArrayList<>();
        rows.add(counts("Sessions lost", "carts that were gone", "session_lost"));
        rows.add(counts("Good tokens refused", "another instance had signed them", "sign_in_lost"));
        if (figures.phases().contains(Phase.ROTATION)) {
            rows.add(row(
                    "Revoked tokens accepted",
                    "more than %d s after that".formatted(ServiceMain.REVOCATION_BOUND.toSeconds()),
                    mode -> part(mode, Phase.ROTATION, "revoked_accepted", "revoked_shown")));
            rows.add(plain(
                    "Keys of accepted tokens",
                    "while they were changed twice",
                    of -> of.number(Phase.ROTATION, "keys"),
                    Tables::whole));
        }
        rows.add(counts("Uploads lost", "files that another instance did not have", "lost_upload"));
        rows.add(counts("Stale prices", "a cache in the instance that nobody told", "stale_read"));
        rows.add(audited("Charged twice", "more than one charge for a purchase, though its key was the same", "twice"));
        rows.add(audited("Charges lost", "receipts without a charge in the ledger", "lost"));
        rows.add(counts("Effects twice", "as users see it: another receipt, more in the cart", "duplicate_effect"));
        rows.add(counts("Others' sessions", "answers with another user's state", "cross_session"));
        rows.add(errors("Errors, safe requests", "GET and PUT", "error_safe"));
        rows.add(errors("Errors, POST with key", "payments", "error_keyed"));
        rows.add(errors(
                "Errors, POST without key",
                "a balancer must not repeat them: nobody knows what they did",
                "error_unkeyed"));
        rows.add(plain(
                "Changes of instance",
                "how often users were served by another one",
                of -> of.all("switch"),
                Tables::whole));
        return new Table("mistakes", "What state in the instance does, in all phases together", rows);
    }

    private Table cost() {
        return new Table(
                "cost",
                "What it costs to keep the state elsewhere",
                List.of(
                        plain(
                                "p50 while steady",
                                "modelled service time included",
                                of -> of.number(Phase.STEADY, "p50"),
                                Tables::millis),
                        plain(
                                "One call of a store, p50",
                                "as the instances measured it",
                                of -> of.store("p50"),
                                Tables::millis),
                        plain(
                                "One call of a store, p99",
                                "sessions, files, prices, payments",
                                of -> of.store("p99"),
                                Tables::millis),
                        plain("Calls of stores", "in the whole trial", of -> of.store("calls"), Tables::whole)));
    }

    private Row plain(
            String label, String note, Function<Figures.Of, OptionalDouble> figure, DoubleFunction<String> format) {
        return row(
                label,
                note,
                mode -> figures.spread(mode, figure)
                        .map(spread -> Cell.of(spread, format, Tone.PLAIN))
                        .orElse(Cell.EMPTY));
    }

    private Row counts(String label, String note, String count) {
        return row(label, note, mode -> counted(mode, of -> of.all(count)).orElse(Cell.EMPTY));
    }

    /** Of these, the outage has its own number: it is what A pays for, and nobody else has a store to lose. */
    private Row errors(String label, String note, String count) {
        return row(
                label,
                note,
                mode -> counted(mode, of -> of.all(count))
                        .map(cell -> figures.spread(mode, of -> of.count(Phase.OUTAGE, count))
                                .filter(outage -> outage.most() > 0)
                                .map(outage -> cell.noting("in the outage " + whole(outage.median())))
                                .orElse(cell))
                        .orElse(Cell.EMPTY));
    }

    private Row audited(String label, String note, String figure) {
        return row(label, note, mode -> counted(mode, of -> of.ledger(figure)).orElse(Cell.EMPTY));
    }

    private Optional<Cell> counted(Mode mode, Function<Figures.Of, OptionalDouble> figure) {
        return figures.spread(mode, figure)
                .map(spread -> Cell.of(spread, Tables::whole, spread.most() == 0 ? Tone.GOOD : Tone.BAD));
    }

    private Row row(
            String label, String note, Function<Figures.Of, OptionalDouble> figure, DoubleFunction<String> format) {
        return row(
                label,
                note,
                mode -> figures.spread(mode, figure)
                        .map(spread -> Cell.of(spread, format, spread.most() < 0.001 ? Tone.GOOD : Tone.BAD))
                        .orElse(Cell.EMPTY));
    }

    private static Row row(String label, String note, Function<Mode, Cell> cell) {
        return new Row(label, note, Stream.of(Mode.values()).map(cell).toList());
    }

    /** What one phase has to say of one mode. */
    private interface PhaseCell {
        Cell of(Mode mode, Phase phase);
    }

    private static Table perPhase(String id, String caption, List<Phase> phases, PhaseCell cell) {
        return new Table(
                id,
                caption,
                phases.stream()
                        .map(phase -> row(phase.title(), phase.means(), mode -> cell.of(mode, phase)))
                        .toList());
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, part > 0 && part < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * part);
    }

    private static String millis(double number) {
        String format = number >= 9.95 || number == 0 ? "%,.0f ms" : number >= 0.095 ? "%.1f ms" : "%.2f ms";
        return String.format(Locale.ROOT, format, number);
    }

    ArrayNode json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Table table : all()) {
            ObjectNode node = json.addObject().put("id", table.id()).put("caption", table.caption());
            ArrayNode rows = node.putArray("rows");
            for (Row row : table.rows()) {
                ObjectNode line = rows.addObject().put("label", row.label()).put("note", row.note());
                ArrayNode cells = line.putArray("cells");
                for (Cell cell : row.cells()) {
                    cells.addObject()
                            .put("text", cell.text())
                            .put("range", cell.range())
                            .put("note", cell.note())
                            .put("tone", cell.tone().name().toLowerCase(Locale.ROOT));
                }
            }
        }
        return json;
    }

    /** Writes all tables for a terminal. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Table table : all()) {
            List<List<String>> lines = new ArrayList<>();
            List<String> head = new ArrayList<>(List.of(""));
            Stream.of(Mode.values()).forEach(mode -> head.add(mode + " " + mode.title()));
            lines.add(head);
            for (Row row : table.rows()) {
                List<String> line = new ArrayList<>(List.of(row.label()));
                row.cells().forEach(cell -> line.add(cell.line()));
                lines.add(line);
            }
            text.append('\n').append(table.caption()).append('\n');
            for (List<String> line : lines) {
                for (int column = 0; column < line.size(); column++) {
                    int at = column;
                    int width = lines.stream()
                            .mapToInt(other -> other.get(at).length())
                            .max()
                            .orElse(0);
                    text.append("  ")
                            .append(line.get(column))
                            .append(" ".repeat(width - line.get(column).length()));
                }
                text.append('\n');
            }
        }
        return text.toString().replaceAll(" +\n", "\n");
    }
}
