package dev.unpin.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The loop over stores that are not ours: a reference in memory, and a row of SQL as in the Javadoc. */
class OptimisticUpdateTest {
    private static final String DATABASE = "jdbc:h2:mem:accounts;DB_CLOSE_DELAY=-1";

    private final AtomicReference<Integer> value = new AtomicReference<>(1);
    private final OptimisticUpdate impatient =
            OptimisticUpdate.builder().timeout(Duration.ZERO).build();

    record Account(long balance, long version) {
        Account plus(long amount) {
            return new Account(balance + amount, version);
        }
    }

    @Test
    void parallelUpdatesOfOneRowLoseNothing() throws Exception {
        try (Connection keepsItOpen = DriverManager.getConnection(DATABASE)) {
            keepsItOpen
                    .createStatement()
                    .execute("CREATE TABLE account (id BIGINT PRIMARY KEY, balance BIGINT, version BIGINT)");
            keepsItOpen.createStatement().execute("INSERT INTO account VALUES (7, 100, 1)");
            OptimisticUpdate updates =
                    OptimisticUpdate.builder().timeout(Duration.ofMinutes(5)).build();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    running.add(threads.submit(() -> {
                        try (Connection connection = DriverManager.getConnection(DATABASE)) {
                            for (int n = 0; n < 10; n++) {
                                deposit(updates, connection, 7, 50);
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> thread : running) {
                    thread.get(10, TimeUnit.MINUTES);
                }
            } finally {
                threads.shutdownNow();
            }

            try (ResultSet row = keepsItOpen.createStatement().executeQuery("SELECT balance, version FROM account")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(100 + 8 * 10 * 50);
                assertThat(row.getLong(2)).isEqualTo(1 + 8 * 10);
            }
        }
    }

    private static Account deposit(OptimisticUpdate updates, Connection connection, long id, long amount)
            throws SQLException {
        return updates.update(
                () -> {
                    try (PreparedStatement select =
                            connection.prepareStatement("SELECT balance, version FROM account WHERE id = ?")) {
                        select.setLong(1, id);
                        try (ResultSet row = select.executeQuery()) {
                            row.next();
                            return new Account(row.getLong(1), row.getLong(2));
                        }
                    }
                },
                account -> account.plus(amount),
                (before, after) -> {
                    try (PreparedStatement update = connection.prepareStatement(
                            "UPDATE account SET balance = ?, version = version + 1 WHERE id = ? AND version = ?")) {
                        update.setLong(1, after.balance());
                        update.setLong(2, id);
                        update.setLong(3, before.version());
                        return update.executeUpdate() == 1;
                    }
                });
    }

    @Test
    void theChangeRunsAgainOnWhatAnotherHasStored() {
        AtomicInteger runs = new AtomicInteger();

        int result = OptimisticUpdate.create()
                .update(
                        value::get,
                        n -> {
                            if (runs.incrementAndGet() < 3) {
                                value.set(n + 10);
                            }
                            return n + 100;
                        },
                        value::compareAndSet);

        assertThat(result).isEqualTo(121);
        assertThat(value).hasValue(121);
        assertThat(runs).hasValue(3);
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        assertThat(impatient.<Integer, RuntimeException>update(value::get, n -> n, (before, after) -> {
                    throw new AssertionError("written");
                }))
                .isEqualTo(1);
    }

    @Test
    void whatTheFunctionsThrowEndsTheUpdate() {
        assertThatThrownBy(() -> impatient.<Integer, RuntimeException>update(
                        value::get,
                        n -> {
                            throw new ArithmeticException("sold out");
                        },
                        value::compareAndSet))
                .isInstanceOf(ArithmeticException.class);
        assertThat(value).hasValue(1);
    }

    @Test
    void whoNeverWinsIsToldSoAndNothingIsWritten() {
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(
                        () -> impatient.<Integer, RuntimeException>update(value::get, n -> n + 1, (before, after) -> {
                            tries.incrementAndGet();
                            return false;
                        }))
                .isInstanceOfSatisfying(UpdateConflictException.class, e -> {
                    assertThat(e.effect()).isEqualTo(Effect.REFUSED);
                    assertThat(e.httpStatus()).isEqualTo(409);
                    assertThat(e.retryAfter()).isPresent();
                });
        assertThat(tries).hasValue(1);
    }

    @Test
    void anInterruptEndsTheTriesAndIsKept() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> OptimisticUpdate.create()
                            .<Integer, RuntimeException>update(value::get, n -> n + 1, (before, after) -> false))
                    .isInstanceOf(UpdateConflictException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
