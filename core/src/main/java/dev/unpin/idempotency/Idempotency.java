package dev.unpin.idempotency;

import dev.unpin.codec.Codec;
import dev.unpin.http.HttpAnswer;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.util.function.Consumer;

/**
 * Does once what is asked for several times, on whichever instances. Thread-safe; made once per service.
 *
 * <pre>{@code
 * Idempotency idempotency = Idempotency.create(RedisIdempotencyStore.create(redis));
 * HttpOperation payments = idempotency.http("POST /payments", AfterCrash.RERUN);
 *
 * HttpAnswer answer = payments.answer(caller.subject(), idempotencyKeyHeader, body, run ->
 *         HttpAnswer.json(201, charge(body, run.keyFor("psp"))));
 * }</pre>
 *
 * <p>A key belongs to a principal and an operation; the same key of somebody else, or for something else, is another
 * one. The first call with a key runs the action and records its result; every later one gets that result, from any
 * instance, until the retention is over. A call with another payload is refused. While the first is running, others are
 * refused with the time after which to come back, or wait.
 *
 * <p><b>What is promised:</b> one recorded result per key, which all callers see. <b>One effect</b> per key there is
 * only where the effect itself can tell a repetition: a payment provider that is given {@link Run#keyFor}, a table that
 * checks {@link Run#fence}. An instance can die between the effect and the record of it; {@link AfterCrash} says what
 * then.
 *
 * <p>Nothing needs closing. A first run costs two round trips, a repetition one, and so does taking over, beside the
 * run itself.
 */
public final class Idempotency {
    private final IdempotencySettings settings;

    Idempotency(IdempotencySettings settings) {
        this.settings = settings;
    }

    /**
     * Uses all defaults.
     *
     * @param store where records are kept; not closed
     * @return where operations are defined
     */
    public static Idempotency create(IdempotencyStore store) {
        return builder(store).build();
    }

    /**
     * Starts from the defaults.
     *
     * @param store where records are kept; not closed
     * @return a builder
     */
    public static IdempotencyBuilder builder(IdempotencyStore store) {
        return new IdempotencyBuilder(store);
    }

    /**
     * Defines an operation with all defaults.
     *
     * @param <T> the type of the result
     * @param name names it for ever, among all operations on this store: 1 to 128 characters
     * @param type the class of the result, for which the {@linkplain IdempotencyBuilder#codecs codecs} have a codec
     * @param afterCrash what is done about a run that broke off
     * @return the operation
     */
    public <T> IdempotentOperation<T> operation(String name, Class<T> type, AfterCrash afterCrash) {
        return operation(name, type, afterCrash, o -> {});
    }

    /**
     * Defines an operation.
     *
     * @param <T> the type of the result
     * @param name names it for ever, among all operations on this store: 1 to 128 characters
     * @param type the class of the result, for which the {@linkplain IdempotencyBuilder#codecs codecs} have a codec
     * @param afterCrash what is done about a run that broke off
     * @param options fills in what differs from the defaults
     * @return the operation
     */
    public <T> IdempotentOperation<T> operation(
            String name, Class<T> type, AfterCrash afterCrash, Consumer<OperationOptions<T>> options) {
        return operation(name, settings.codecs().codec(type), afterCrash, options);
    }

    /**
     * Defines an operation with a codec of its own.
     *
     * @param <T> the type of the result
     * @param name names it for ever, among all operations on this store: 1 to 128 characters
     * @param codec turns results into bytes and back
     * @param afterCrash what is done about a run that broke off
     * @param options fills in what differs from the defaults
     * @return the operation
     */
    public <T> IdempotentOperation<T> operation(
            String name, Codec<T> codec, AfterCrash afterCrash, Consumer<OperationOptions<T>> options) {
        OperationOptions<T> filled = new OperationOptions<>(result -> Outcome.DONE);
        options.accept(filled);
        return new IdempotentOperation<>(settings, filled.freeze(name, codec, afterCrash));
    }

    /**
     * Defines an operation whose result is an HTTP answer, with all defaults.
     *
     * @param name names it for ever, among all operations on this store, for instance {@code POST /payments}
     * @param afterCrash what is done about a run that broke off
     * @return the operation
     */
    public HttpOperation http(String name, AfterCrash afterCrash) {
        return http(name, afterCrash, o -> {});
    }

    /**
     * Defines an operation whose result is an HTTP answer.
     *
     * @param name names it for ever, among all operations on this store, for instance {@code POST /payments}
     * @param afterCrash what is done about a run that broke off
     * @param options fills in what differs from the defaults
     * @return the operation
     */
    public HttpOperation http(String name, AfterCrash afterCrash, Consumer<OperationOptions<HttpAnswer>> options) {
        OperationOptions<HttpAnswer> filled = new OperationOptions<>(HttpOperation::outcome);
        options.accept(filled);
        return new HttpOperation(settings, filled.freeze(name, AnswerCodec.create(), afterCrash));
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws dev.unpin.StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }
}
