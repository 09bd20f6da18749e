package dev.unpin.idempotency;

import dev.unpin.codec.Codec;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@link OperationOptions} have gathered, frozen. */
record OperationSettings<T>(
        String name,
        Codec<T> codec,
        AfterCrash afterCrash,
        @Nullable Reconciler<T> reconciler,
        Duration retention,
        Duration lease,
        Duration maxRunTime,
        Duration waitUpTo,
        Predicate<? super Throwable> notDone,
        Function<? super T, Outcome> outcome) {
    OperationSettings<T> with(Codec<T> newCodec) {
        return new OperationSettings<>(
                name, newCodec, afterCrash, reconciler, retention, lease, maxRunTime, waitUpTo, notDone, outcome);
    }
}
