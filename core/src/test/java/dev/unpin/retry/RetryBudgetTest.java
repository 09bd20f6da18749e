package dev.unpin.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    @Test
    void aFullBucketGivesAsManyTokensAtOnceAsItHolds() {
        RetryBudget budget = new RetryBudget(1);

        assertThat(budget.take(DAY)).isZero();
        assertThat(budget.take(DAY)).isPositive().isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void whoCannotWaitLongEnoughTakesNothing() {
        RetryBudget budget = new RetryBudget(1);
        for (int i = 0; i < 100; i++) {
            budget.take(DAY);
        }

        assertThat(budget.take(TimeUnit.SECONDS.toNanos(1))).isNegative();
        long next = budget.take(DAY);
        assertThat(next).isPositive().isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(100));
    }
}
