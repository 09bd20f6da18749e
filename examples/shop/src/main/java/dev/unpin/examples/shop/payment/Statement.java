package dev.unpin.examples.shop.payment;

import dev.unpin.http.HttpAnswer;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All charges in their order, a page at a time. Beside that, the demonstration can have readers wait for any page but
 * the first, and see who does.
 */
final class Statement {
    private static final int PAGE = 8;
    private static final Pattern QUERY = Pattern.compile("from=(\\d{1,9})&by=([A-Z]\\d{0,3})");

    private final Ledger ledger;
    private final Gate gate = new Gate();

    Statement(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Shows the charges from a place on, as many as a page holds: none beyond the end. */
    HttpAnswer page(URI request) {
        Matcher query = QUERY.matcher(String.valueOf(request.getRawQuery()));
        if (!query.matches()) {
            return HttpAnswer.text(400, "A page needs to know from where, and who asks");
        }
        int from = Integer.parseInt(query.group(1));
        if (from > 0) {
            gate.pass(query.group(2) + " " + from);
        }
        List<Ledger.Charge> charges = ledger.charges();
        return HttpAnswer.text(
                200,
                charges.subList(Math.min(from, charges.size()), Math.min(from + PAGE, charges.size())).stream()
                        .map(charge -> charge.order() + " " + charge.cents())
                        .collect(Collectors.joining("\n")));
    }

    HttpAnswer readers() {
        return HttpAnswer.text(200, String.join("\n", gate.waiting()));
    }

    HttpAnswer hold() {
        gate.shut();
        return HttpAnswer.of(204);
    }

    HttpAnswer next() {
        gate.letThrough();
        return HttpAnswer.of(204);
    }

    HttpAnswer release() {
        gate.open();
        return HttpAnswer.of(204);
    }
}
