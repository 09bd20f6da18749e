package dev.unpin.examples.shop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Records: many want what there is little of, and nobody gets what is not there. */
final class StockChapter implements Chapter {
    private static final String KETTLE = "kettle";
    private static final int KETTLES = 20;
    private static final int BUYERS = 50;

    private final Scene scene;

    StockChapter(Scene scene) {
        this.scene = scene;
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step(BUYERS + " want " + KETTLES + " kettles", this::sellOut));
    }

    private String sellOut() throws Exception {
        int chargedBefore = scene.books().charges().size();
        expectLeft(KETTLES);
        List<Callable<String>> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            Customer buyer = new Customer("Buyer " + i, scene.browser("Chrome (Android)"));
            buyers.add(() -> buy(buyer));
        }
        List<String> places = AtOnce.all(buyers);
        Set<String> orders = new HashSet<>();
        places.stream().filter(place -> place.startsWith("/orders/")).forEach(orders::add);
        int charges = scene.books().charges().size() - chargedBefore;
        BrokenPromise.unless(
                orders.size() == KETTLES && charges == KETTLES,
                KETTLES + " kettles should make as many orders and charges, but make " + orders.size() + " and "
                        + charges);
        expectLeft(0);
        return "%d orders, %d charges, 0 left, %d told so".formatted(orders.size(), charges, BUYERS - orders.size());
    }

    private static String buy(Customer buyer) throws IOException, InterruptedException {
        buyer.signIn(buyer.browser());
        buyer.add(KETTLE);
        return buyer.order(buyer.expectCart().orderNumber());
    }

    private void expectLeft(int pieces) throws IOException {
        Answer shop = scene.browser("Edge (Windows)").get("/");
        BrokenPromise.unless(
                shop.left() == pieces,
                "%d kettles should be left, but %s shows %d".formatted(pieces, shop.servedBy(), shop.left()));
    }
}
