package dev.unpin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Problem details, RFC 9457. */
final class Problems {
    /** A message is written by people for people; what is longer than this is an accident. */
    private static final int MAX_DETAIL_LENGTH = 1000;

    private Problems() {}

    static HttpAnswer of(UnpinException error) {
        int status = error.httpStatus() >= 400 && error.httpStatus() <= 599 ? error.httpStatus() : 500;
        HttpAnswer answer = of("urn:unpin:problem:" + error.code(), status, title(error.code()), detail(error));
        HttpAnswer challenging = error.challenge()
                .map(challenge -> answer.withHeader("WWW-Authenticate", challenge))
                .orElse(answer);
        return error.retryAfter()
                .map(pause -> challenging.withHeader("Retry-After", Long.toString(secondsRoundedUp(pause))))
                .orElse(challenging);
    }

    static HttpAnswer of(String type, int status, String title, String detail) {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        if (status < 400) {
            throw new IllegalArgumentException("Status of a problem has to be 400 to 599, but was: " + status);
        }
        String json = "{\"type\":" + Json.quote(type) + ",\"title\":" + Json.quote(title) + ",\"status\":" + status
                + ",\"detail\":" + Json.quote(detail) + "}";
        return HttpAnswer.bytes(status, "application/problem+json", json.getBytes(UTF_8))
                .withHeader("Cache-Control", "no-store");
    }

    private static String detail(UnpinException error) {
        if (error.httpStatus() < 500 && error.effect() == Effect.REFUSED) {
            String message = String.valueOf(error.getMessage());
            return message.length() <= MAX_DETAIL_LENGTH ? message : message.substring(0, MAX_DETAIL_LENGTH);
        }
        return error.effect() == Effect.UNKNOWN
                ? "It is not known whether the request took effect. Check before repeating it."
                : "The service cannot do this now.";
    }

    /** {@code session-conflict} becomes {@code Session conflict}. */
    private static String title(String code) {
        String words = code.replace('-', ' ');
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static long secondsRoundedUp(Duration pause) {
        return Math.max(0, pause.getSeconds() + (pause.getNano() > 0 ? 1 : 0));
    }
}
