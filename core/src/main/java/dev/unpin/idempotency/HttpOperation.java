package dev.unpin.idempotency;

import dev.unpin.UnpinException;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.IdempotencyKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that is to be done once per {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07).
 * Immutable and thread-safe; made once, by {@link Idempotency#http}.
 *
 * <p>What is recorded of an answer: its status, its body, and of its header fields those that describe it:
 * {@code Cache-Control}, {@code Content-Disposition}, {@code Content-Encoding}, {@code Content-Language},
 * {@code Content-Location}, {@code Content-Type}, {@code ETag}, {@code Last-Modified}, {@code Link} and
 * {@code Location}, beside what {@link #keeping} names. A repetition is marked by {@code Idempotency-Replayed: true}.
 */
public final class HttpOperation {
    /** The header field of an answer that was given before, its value being {@code true}. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private final IdempotencySettings settings;
    private final OperationSettings<HttpAnswer> definition;
    private final IdempotentOperation<HttpAnswer> operation;
    private final IdempotencyKey.Style style;

    HttpOperation(IdempotencySettings settings, OperationSettings<HttpAnswer> definition) {
        this(settings, definition, IdempotencyKey.Style.LENIENT);
    }

    private HttpOperation(
            IdempotencySettings settings, OperationSettings<HttpAnswer> definition, IdempotencyKey.Style style) {
        this.settings = settings;
        this.definition = definition;
        this.operation = new IdempotentOperation<>(settings, definition);
        this.style = style;
    }

    /**
     * Returns this operation for clients that keep to the draft: keys without quotes are refused.
     *
     * @return an operation with the same name and records
     */
    public HttpOperation strict() {
        return new HttpOperation(settings, definition, IdempotencyKey.Style.STRICT);
    }

    /**
     * Returns this operation with more header fields that are recorded.
     *
     * @param headers names of header fields; not those that belong to one client, one connection or one moment, such as
     *     {@code Set-Cookie}, {@code Authorization}, {@code Transfer-Encoding} and {@code Date}
     * @return an operation with the same name and records
     * @throws IllegalArgumentException if one of these must not be repeated
     */
    public HttpOperation keeping(String... headers) {
        AnswerCodec codec = ((AnswerCodec) definition.codec()).keeping(headers);
        return new HttpOperation(settings, definition.with(codec), style);
    }

    /**
     * Answers a request, by running the action or by repeating what it answered before. Round trips as for
     * {@link IdempotentOperation#run}.
     *
     * <p>Where there is no answer to give, this one says why, as {@code application/problem+json}: 400 for a missing or
     * malformed key, 409 with {@code Retry-After} while another request with this key is running, 422 for a key that
     * was used with another payload, 503 while the store cannot be asked or what was done could not be recorded; see
     * {@link IdempotencyRefusal}. An {@link UnpinException} of the action is answered as {@link HttpAnswer#problem}
     * does, and counts as thrown; every other exception is thrown on.
     *
     * <p>An answer of 401, 403 or 429 is not recorded, and the key is free again; one of 5xx neither, and counts as a
     * crash. {@link OperationOptions#outcome} changes that.
     *
     * @param <E> what the action may throw
     * @param principal who asks, as told by authentication; 1 to 512 characters
     * @param header the value of {@code Idempotency-Key}, null if there is none
     * @param body the request's body; its fingerprint tells one request from another
     * @param action does it
     * @return the answer, to be sent as it is
     * @throws E what the action throws
     */
    public <E extends Exception> HttpAnswer answer(
            String principal, @Nullable String header, byte[] body, Action<HttpAnswer, E> action) throws E {
        return answer(principal, header, Fingerprint.of(body), action);
    }

    /**
     * Answers a request, of which only a part tells it from others; or one whose body is too large to be held in
     * memory.
     *
     * @param <E> what the action may throw
     * @param principal who asks, as told by authentication; 1 to 512 characters
     * @param header the value of {@code Idempotency-Key}, null if there is none
     * @param payload what was asked for
     * @param action does it
     * @return the answer, to be sent as it is
     * @throws E what the action throws
     */
    public <E extends Exception> HttpAnswer answer(
            String principal, @Nullable String header, Fingerprint payload, Action<HttpAnswer, E> action) throws E {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(payload, "payload");
        try {
            IdempotentOperation.Answered<HttpAnswer> answered =
                    operation.attempt(principal, key(header), payload, action);
            return answered.replayed() ? answered.result().withHeader(REPLAYED, "true") : answered.result();
        } catch (UnpinException e) {
            return HttpAnswer.problem(e);
        }
    }

    /**
     * Says what a run did that broke off; see {@link IdempotentOperation#resolve}.
     *
     * @param principal whose key it is
     * @param key the key, without quotes
     * @param found what has happened
     * @return false if there was nothing to say
     */
    public boolean resolve(String principal, String key, Reconciliation<HttpAnswer> found) {
        return operation.resolve(principal, key, found);
    }

    private String key(@Nullable String header) {
        IdempotencyKey key = IdempotencyKey.parse(header, style);
        return key.value().orElseThrow(() -> switch (key.status()) {
            case ABSENT ->
                IdempotencyException.of(IdempotencyRefusal.KEY_MISSING, "this request needs an Idempotency-Key header");
            default ->
                IdempotencyException.of(
                        IdempotencyRefusal.KEY_MALFORMED,
                        "the Idempotency-Key header has to be one string of 1 to " + IdempotencyKey.MAX_LENGTH
                                + " visible ASCII characters in double quotes");
        });
    }

    static Outcome outcome(HttpAnswer answer) {
        return switch (answer.status()) {
            case 401, 403, 429 -> Outcome.NOT_DONE;
            default -> answer.status() >= 500 ? Outcome.UNKNOWN : Outcome.DONE;
        };
    }

    /** Shows the name alone. */
    @Override
    public String toString() {
        return "HttpOperation[" + definition.name() + "]";
    }
}
