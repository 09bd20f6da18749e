package dev.unpin.examples.shop;

import dev.unpin.examples.shop.fleet.Fleet;
import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Sessions: a cart that loses nothing, whoever dies and is replaced. */
final class CartChapter implements Chapter {
    private static final int AT_ONCE = 20;
    private static final int BETWEEN_EVENTS = 15;

    private final Scene scene;
    private final Fleet fleet;
    private final Customer ada;
    private final Customer ben;
    private final Instance doomed;
    private String cookieBeforeSignIn = "";

    CartChapter(Scene scene) {
        this.scene = scene;
        this.fleet = scene.fleet();
        this.ada = scene.ada();
        this.ben = scene.ben();
        this.doomed = fleet.running().get(1);
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("browse", this::browse),
                new Step("add a teapot", this::addOne),
                new Step("sign in as Ada", this::signIn),
                new Step("two tabs at once", this::addFromTwoTabs),
                new Step("kill -9 " + doomed.name() + " meanwhile", this::killWhileShopping),
                new Step("rolling restart", this::replaceWhileShopping),
                new Step("look into the carts", this::compareCarts));
    }

    private String browse() throws IOException {
        int pages = fleet.running().size();
        Set<String> served = new TreeSet<>();
        for (int i = 0; i < pages; i++) {
            Answer shop = ada.browser().get("/");
            BrokenPromise.unless(shop.status() == 200, "the shop should open, but answers " + shop.status());
            served.add(shop.servedBy());
        }
        BrokenPromise.unless(
                served.size() == pages,
                pages + " requests should go to " + pages + " instances, but " + served + " served them");
        BrokenPromise.unless(ada.browser().cookie().isEmpty(), "who only looks should get no cookie, but one was set");
        return "every instance in turn; no cookie, nothing stored";
    }

    private String addOne() throws IOException {
        Answer added = ada.browser().post("/cart/add", "sku", "teapot");
        BrokenPromise.unless(added.status() == 303, "an add should succeed, but answers " + added.status());
        ada.has("teapot", 1);
        cookieBeforeSignIn = ada.browser().cookie().orElse("");
        return "put in by " + added.servedBy() + ", seen by " + ada.expectCart().servedBy();
    }

    private String signIn() throws IOException {
        ada.signIn(ada.browser());
        BrokenPromise.unless(
                !ada.browser().cookie().orElse("").equals(cookieBeforeSignIn),
                "sign-in should renew the cookie, but it is the old one");
        Answer cart = ada.expectCart();
        BrokenPromise.unless(cart.owner().equals("Ada"), "Ada should be signed in at " + cart.servedBy());
        Answer stale = Browser.withCookie(scene.site(), scene.tally(), cookieBeforeSignIn)
                .get("/cart");
        BrokenPromise.unless(
                stale.status() == 409 && stale.header("Set-Cookie").isEmpty(),
                "the cookie from before sign-in should be refused, but " + stale.servedBy() + " answers "
                        + stale.status());
        return "new cookie, same cart; the old cookie is refused";
    }

    private String addFromTwoTabs() throws Exception {
        Callable<Integer> tab = () -> {
            int added = 0;
            while (added < AT_ONCE) {
                int status = ada.browser().post("/cart/add", "sku", "cup").status();
                BrokenPromise.unless(status == 303 || status == 409, "an add should succeed, but answers " + status);
                added += status == 303 ? 1 : 0;
            }
            return added;
        };
        AtOnce.all(List.of(tab, tab)).forEach(added -> ada.has("cup", added));
        ada.expectCart();
        return AT_ONCE + " + " + AT_ONCE + " cups, and all " + 2 * AT_ONCE + " in the cart";
    }

    private String killWhileShopping() throws Exception {
        Tab[] tabs = {new Tab(ada, "sencha"), new Tab(ada, "honey"), new Tab(ben, "assam")};
        try (Traffic traffic = Traffic.start(tabs)) {
            traffic.awaitEach(BETWEEN_EVENTS);
            fleet.kill(doomed);
            traffic.awaitEach(BETWEEN_EVENTS);
            traffic.stop();
            fleet.forget(doomed);
            return "%d added; %s".formatted(traffic.sum(Tab::added), afterLooking(traffic));
        }
    }

    private static String afterLooking(Traffic traffic) {
        int unanswered = traffic.sum(Tab::unanswered);
        int arrived = traffic.sum(Tab::arrived);
        return unanswered == 0
                ? "none broke off"
                : "%d broke off: %d had arrived, %d repeated".formatted(unanswered, arrived, unanswered - arrived);
    }

    private String replaceWhileShopping() throws Exception {
        Tab[] tabs = {new Tab(ada, "assam"), new Tab(ada, "teapot"), new Tab(ben, "cup")};
        List<String> moves = new ArrayList<>();
        try (Traffic traffic = Traffic.start(tabs)) {
            traffic.awaitEach(1);
            List<Instance> rest = fleet.running();
            fleet.start(1);
            for (Instance old : rest) {
                moves.add(old.name() + "->" + fleet.replace(old).name());
            }
            traffic.awaitEach(BETWEEN_EVENTS);
            traffic.stop();
            int unanswered = traffic.sum(Tab::unanswered);
            BrokenPromise.unless(
                    unanswered == 0,
                    "a rolling restart should cost no request, but " + unanswered + " of "
                            + (traffic.sum(Tab::added) + unanswered) + " got no answer");
            return "%s: %d added, none unanswered".formatted(String.join(", ", moves), traffic.sum(Tab::added));
        }
    }

    private String compareCarts() throws IOException {
        ada.expectCart();
        ben.expectCart();
        return "Ada has her %d pieces, Ben his %d".formatted(ada.pieces(), ben.pieces());
    }
}
