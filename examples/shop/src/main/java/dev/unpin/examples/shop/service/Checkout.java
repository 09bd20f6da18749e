package dev.unpin.examples.shop.service;

import dev.unpin.Condition;
import dev.unpin.Versioned;
import dev.unpin.concurrency.Records;
import dev.unpin.http.HttpAnswer;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.HttpOperation;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.Outcome;
import dev.unpin.idempotency.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Places an order once, however often and wherever it is asked for. Every effect is one that recognises its repetition:
 * the shelf by the order's number, the bank by a key, the order by its place. So a run that broke off is run again.
 */
final class Checkout {
    /** So long customers wait whose instance has died over their order. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final String ORDERS = "/orders/";
    private static final String SOLD_OUT = "/cart?sold-out=yes";

    private final HttpOperation operation;
    private final Stock stock;
    private final Bank bank;
    private final Records<Order> orders;

    Checkout(Idempotency idempotency, Stock stock, Bank bank, Records<Order> orders) {
        this.operation = idempotency.http(
                "POST /checkout",
                AfterCrash.RERUN,
                o -> o.lease(LEASE)
                        .waitUpTo(LEASE.multipliedBy(3))
                        .outcome(answer -> isPlaced(answer) ? Outcome.DONE : Outcome.NOT_DONE));
        this.stock = stock;
        this.bank = bank;
        this.orders = orders;
    }

    /** Answers by sending the customer on to the order; or says why there is none. */
    HttpAnswer place(Order order) throws IOException {
        return operation.answer(
                order.customer(), '"' + order.number() + '"', order.fingerprint(), run -> placeOnce(order, run));
    }

    private HttpAnswer placeOnce(Order order, Run run) throws IOException {
        if (find(order.number(), order.customer()).isEmpty()) {
            if (!stock.take(order)) {
                return Replies.seeOther(SOLD_OUT);
            }
            bank.charge(order, run.keyFor("bank"));
            orders.put(order.number(), order, Condition.any());
        }
        stock.handOut(order);
        return Replies.seeOther(ORDERS + order.number());
    }

    /** Tells an order's answer from all others. */
    static boolean isPlaced(HttpAnswer answer) {
        return answer.header("Location").orElse("").startsWith(ORDERS);
    }

    /** Finds an order of a customer, and nobody else's. */
    Optional<Order> find(String number, String customer) {
        return orders.find(number)
                .map(Versioned::value)
                .filter(order -> order.customer().equals(customer));
    }
}
