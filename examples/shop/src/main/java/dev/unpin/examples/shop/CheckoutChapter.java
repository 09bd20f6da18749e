package dev.unpin.examples.shop;

import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Idempotency: who presses twice, and whose instance dies over the order, pays once. */
final class CheckoutChapter implements Chapter {
    private static final int PATIENCE_SECONDS = 60;

    private final Scene scene;

    CheckoutChapter(Scene scene) {
        this.scene = scene;
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("pay in two tabs at once", this::payInTwoTabs),
                new Step("kill -9 while paying", this::killWhilePaying));
    }

    private String payInTwoTabs() throws Exception {
        Customer ada = scene.ada();
        String order = ada.expectCart().orderNumber();
        Callable<String> press = () -> ada.order(order);
        List<String> places = AtOnce.all(List.of(press, press));
        BrokenPromise.unless(places.get(0).equals(places.get(1)), "both tabs should see one order, but see " + places);
        ada.hasPaid();
        return expectPaidOnce(ada, order, places.get(0)) + " for both tabs";
    }

    private String killWhilePaying() throws Exception {
        Customer ben = scene.ben();
        ben.signIn(ben.browser());
        String order = ben.expectCart().orderNumber();
        int asked = scene.books().requests();
        scene.books().holdAnswers();
        CompletableFuture<Integer> pressed = CompletableFuture.supplyAsync(() -> status(ben, order));
        String by = scene.books().awaitCharge(order);
        Instance payer = scene.fleet().find(by).orElseThrow(() -> new BrokenPromise(by + " should run"));
        scene.fleet().kill(payer);
        scene.fleet().forget(payer);
        scene.books().releaseAnswers();
        int first = answer(pressed);
        BrokenPromise.unless(first != 303, "nobody should know of the order yet, but the answer is " + first);
        String place = ben.order(order);
        ben.hasPaid();
        String paid = expectPaidOnce(ben, order, place);
        int times = scene.books().requests() - asked;
        BrokenPromise.unless(times == 2, "the bank should be asked twice for this order, not " + times + " times");
        scene.fleet().start(1);
        return by + " died after the charge; pressed again: " + paid;
    }

    private static int status(Customer customer, String order) {
        try {
            return customer.browser().post("/checkout", "order", order).status();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int answer(CompletableFuture<Integer> pressed) throws InterruptedException, ExecutionException {
        try {
            return pressed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BrokenPromise("who presses should get an answer, but waits for ever");
        }
    }

    private String expectPaidOnce(Customer customer, String order, String place) throws IOException {
        BrokenPromise.unless(
                place.equals("/orders/" + order), "the order should be at /orders/" + order + ", not at " + place);
        Answer shown = customer.browser().get(place);
        BrokenPromise.unless(shown.status() == 200, "the order should be shown, but answers " + shown.status());
        long charged = scene.books().charged(order);
        BrokenPromise.unless(charged == 1, "the order should be charged once, but was charged " + charged + " times");
        customer.expectCart();
        return "one order, one charge";
    }
}
