package dev.unpin.examples.lab.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.examples.lab.ledger.Ledger;
import dev.unpin.http.HttpAnswer;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.HttpOperation;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.Run;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has purchases charged in the ledger, and repeats what it answered to who asks again with the same key. */
final class Payments {
    /** So long a payment waits whose instance has died over it. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LONGEST_RECEIPT = 100;

    private final HttpOperation operation;
    private final Function<Run, String> chargeKey;
    private final URI ledger;

    /**
     * Keeps answers where the given one does.
     *
     * @param chargeKey what the ledger is told a charge by
     */
    Payments(Idempotency idempotency, Function<Run, String> chargeKey, URI ledger) {
        this.operation = idempotency.http(
                "POST /payments", AfterCrash.RERUN, o -> o.lease(LEASE).waitUpTo(LEASE.multipliedBy(3)));
        this.chargeKey = chargeKey;
        this.ledger = ledger;
    }

    /**
     * Answers with the receipt.
     *
     * @param purchase what for
     * @param key as it came in the header, null if there was none
     */
    HttpAnswer pay(String user, String purchase, @Nullable String key) throws IOException {
        return operation.answer(
                user, key, new byte[0], run -> HttpAnswer.text(200, charge(purchase, chargeKey.apply(run))));
    }

    private String charge(String purchase, String key) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) ledger.resolve(purchase).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty(Ledger.KEY, key);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream receipt = connection.getInputStream()) {
            return new String(receipt.readNBytes(LONGEST_RECEIPT), UTF_8);
        }
    }
}
