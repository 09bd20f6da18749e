package dev.unpin.http;

import static dev.unpin.http.Preconditions.Outcome.FAILED;
import static dev.unpin.http.Preconditions.Outcome.NOT_MODIFIED;
import static dev.unpin.http.Preconditions.Outcome.PROCEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Version;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreconditionsTest {
    private static final Version VERSION = new Version("v");
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.900Z");
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";

    private static Preconditions.Outcome judge(Map<String, String> headers) {
        return Preconditions.evaluate(headers::get, VERSION, MODIFIED);
    }

    @Test
    void withoutConditionsARequestProceeds() {
        assertThat(judge(Map.of())).isEqualTo(PROCEED);
        assertThat(Preconditions.areIn(name -> null)).isFalse();
        assertThat(Preconditions.areIn(Map.of("If-None-Match", "*")::get)).isTrue();
    }

    @Test
    void ifMatchComparesStrongly() {
        assertThat(judge(Map.of("If-Match", "\"v\""))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Match", "\"x\", \"v\""))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Match", "*"))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Match", "W/\"v\""))).isEqualTo(FAILED);
        assertThat(judge(Map.of("If-Match", "\"x\""))).isEqualTo(FAILED);
        assertThat(judge(Map.of("If-Match", "malformed"))).isEqualTo(FAILED);
    }

    @Test
    void ifNoneMatchComparesWeakly() {
        assertThat(judge(Map.of("If-None-Match", "\"v\""))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "\"x\", W/\"v\""))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "*"))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-None-Match", "\"x\""))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-None-Match", "malformed"))).isEqualTo(PROCEED);
    }

    @Test
    void datesCountByTheSecond() {
        assertThat(judge(Map.of("If-Modified-Since", SAME))).isEqualTo(NOT_MODIFIED);
        assertThat(judge(Map.of("If-Modified-Since", BEFORE))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Unmodified-Since", SAME))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Unmodified-Since", BEFORE))).isEqualTo(FAILED);
    }

    @Test
    void whatIsNoDateIsPassedOver() {
        assertThat(judge(Map.of("If-Modified-Since", "yesterday"))).isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Unmodified-Since", "yesterday"))).isEqualTo(PROCEED);
        assertThat(Preconditions.evaluate(Map.of("If-Modified-Since", SAME)::get, VERSION, null))
                .isEqualTo(PROCEED);
        assertThat(Preconditions.evaluate(Map.of("If-Unmodified-Since", BEFORE)::get, VERSION, null))
                .isEqualTo(PROCEED);
    }

    @Test
    void tagsGoBeforeDatesAndMatchesBeforeNoneMatches() {
        assertThat(judge(Map.of("If-None-Match", "\"x\"", "If-Modified-Since", SAME)))
                .isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Match", "\"v\"", "If-Unmodified-Since", BEFORE)))
                .isEqualTo(PROCEED);
        assertThat(judge(Map.of("If-Match", "\"x\"", "If-None-Match", "\"v\""))).isEqualTo(FAILED);
        assertThat(judge(Map.of("If-Match", "\"v\"", "If-None-Match", "\"v\""))).isEqualTo(NOT_MODIFIED);
    }

    @Test
    void ifRangeIsOneStrongTag() {
        assertThat(Preconditions.ifRange("\"v\"")).contains(VERSION);
        for (String other : new String[] {"W/\"v\"", "*", "\"v\", \"w\"", "\"v\", W/\"w\"", SAME, "v", ""}) {
            assertThat(Preconditions.ifRange(other)).as(other).isEmpty();
        }
    }

    @Test
    void datesAreWrittenAsHttpDoes() {
        assertThat(Preconditions.date(MODIFIED)).isEqualTo(SAME);
        assertThat(Preconditions.date(Instant.EPOCH)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
