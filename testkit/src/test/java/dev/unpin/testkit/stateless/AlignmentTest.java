package dev.unpin.testkit.stateless;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which answers are the same although one run has captured a 5 and the other a 7. */
class AlignmentTest {
    @Test
    void eachRunMayShowItsOwnValueWhereTheOtherDoes() {
        same("order 5", "order 7");
        same("[5,5]", "[7,7]");
        same("/orders/5?x=5", "/orders/7?x=7");
        same("{\"id\":5.}", "{\"id\":7.}");
    }

    @Test
    void whatOnlyLooksLikeTheValueIsComparedAsItIs() {
        same("order 5: 5 pieces of 7", "order 7: 5 pieces of 7");
        differ("order 5: 15 pieces", "order 7: 17 pieces");
        differ("order 5: 5.20", "order 7: 7.20");
        differ("order 5: 1.5", "order 7: 1.7");
        differ("order 5: x5", "order 7: x7");
        differ("order 5: \u00e95", "order 7: \u00e97");
        differ("order 5: _5", "order 7: _7");
    }

    @Test
    void oneRunsValueIsNotTheOthers() {
        differ("order 5", "order 5: 7");
        differ("order 5", "order 6");
        differ("order 5", "order");
        differ("order 7", "order 5");
    }

    @Test
    void theLongerValueComesFirst() {
        Alignment both = Alignment.of("a/b", Map.of("x", "a", "y", "a/b"), "c/d", Map.of("x", "c", "y", "c/d"));

        assertThat(both.wanted()).isEqualTo("${y}").isEqualTo(both.actual());
    }

    @Test
    void aDifferenceIsShownWithWhatWasAlikeBefore() {
        Alignment both = align("order 5: 1 piece", "order 7: 0 pieces");

        assertThat(both.wanted()).isEqualTo("order ${id}: 1 piece");
        assertThat(both.actual()).isEqualTo("order ${id}: 0 pieces");
    }

    private static void same(String wanted, String actual) {
        assertThat(align(wanted, actual)).as("%s and %s", wanted, actual).matches(Alignment::same);
    }

    private static void differ(String wanted, String actual) {
        assertThat(align(wanted, actual)).as("%s and %s", wanted, actual).matches(both -> !both.same());
    }

    private static Alignment align(String wanted, String actual) {
        return Alignment.of(wanted, Map.of("id", "5"), actual, Map.of("id", "7"));
    }
}
