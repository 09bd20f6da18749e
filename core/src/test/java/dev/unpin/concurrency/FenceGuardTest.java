package dev.unpin.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What a late holder wants to change, as in the Javadoc: a record, and a row of SQL. */
class FenceGuardTest {
    record Report(String text, long fence) {
        Report plus(String line) {
            return new Report(text + line, fence);
        }

        Report withFence(long newest) {
            return new Report(text, newest);
        }
    }

    private final FenceGuard<Report> guard = FenceGuard.of(Report::fence, Report::withFence);

    @Test
    void aRecordRefusesAnOlderFenceAndTakesTheSameAgain() {
        Records<Report> reports = Records.builder(MemoryRecordStore.create(), "report", Report.class)
                .codec(new ReportCodec())
                .build();
        reports.put("today", new Report("", 0), Condition.absent());

        reports.update("today", guard.by(1_900_000_000_000_001L, report -> report.plus("a")));
        reports.update("today", guard.by(1_900_000_000_000_001L, report -> report.plus("b")));
        reports.update("today", guard.by(1_900_000_000_000_003L, report -> report.plus("c")));
        assertThatThrownBy(
                        () -> reports.update("today", guard.by(1_900_000_000_000_002L, report -> report.plus("late"))))
                .isInstanceOfSatisfying(StaleFenceException.class, e -> {
                    assertThat(e.effect()).isEqualTo(Effect.REFUSED);
                    assertThat(e.code()).isEqualTo("stale-fence");
                    assertThat(e.httpStatus()).isEqualTo(409);
                });

        assertThat(reports.get("today").value()).isEqualTo(new Report("abc", 1_900_000_000_000_003L));
    }

    @Test
    void aRowRefusesAnOlderFenceAndTakesTheSameAgain() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:reports")) {
            connection
                    .createStatement()
                    .execute("CREATE TABLE report (id BIGINT PRIMARY KEY, text VARCHAR, fence BIGINT NOT NULL)");
            connection.createStatement().execute("INSERT INTO report VALUES (7, '', 0)");

            assertThat(write(connection, 1_900_000_000_000_001L, "a")).isEqualTo(1);
            assertThat(write(connection, 1_900_000_000_000_001L, "b")).isEqualTo(1);
            assertThat(write(connection, 1_900_000_000_000_003L, "c")).isEqualTo(1);
            assertThat(write(connection, 1_900_000_000_000_002L, "late")).isZero();

            try (ResultSet row = connection.createStatement().executeQuery("SELECT text, fence FROM report")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("c");
                assertThat(row.getLong(2)).isEqualTo(1_900_000_000_000_003L);
            }
        }
    }

    private static int write(Connection connection, long fence, String text) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE report SET text = ?, fence = ? WHERE id = ? AND fence <= ?")) {
            update.setString(1, text);
            update.setLong(2, fence);
            update.setLong(3, 7);
            update.setLong(4, fence);
            return update.executeUpdate();
        }
    }

    private static final class ReportCodec implements Codec<Report> {
        @Override
        public byte[] encode(Report report) {
            return (report.fence() + " " + report.text()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Report decode(byte[] bytes) {
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
            return new Report(parts[1], Long.parseLong(parts[0]));
        }
    }
}
