package dev.unpin.examples.shop;

import dev.unpin.examples.shop.fleet.Fleet;
import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Ada goes shopping, and Ben beside her, while instances die and are replaced. After each step it is checked what they
 * see; the first thing that should not be ends the journey.
 */
final class Journey {
    private static final int AT_ONCE = 20;
    private static final int BETWEEN_EVENTS = 15;

    private final URI site;
    private final Fleet fleet;
    private final Report report;
    private final Tally tally = new Tally();
    private final Tally all = new Tally();
    private final Browser ada;
    private final Browser ben;
    private final Map<String, Integer> adasCart = new TreeMap<>();
    private final Map<String, Integer> bensCart = new TreeMap<>();
    private String cookieBeforeSignIn = "";
    private String cookieWhenSignedIn = "";

    Journey(URI site, Fleet fleet, Report report) {
        this.site = site;
        this.fleet = fleet;
        this.report = report;
        this.ada = new Browser(site, tally);
        this.ben = new Browser(site, tally);
    }

    /**
     * Goes all the way, or up to the first broken promise, and reports it.
     *
     * @return whether all promises were kept
     */
    boolean run() throws InterruptedException {
        long start = System.nanoTime();
        Instance doomed = fleet.running().get(1);
        boolean kept = step("browse", this::browse)
                && step("add a teapot", this::addOne)
                && step("sign in as Ada", this::signIn)
                && step("two tabs at once", this::addFromTwoTabs)
                && step("kill -9 " + doomed.name() + " meanwhile", () -> killWhileShopping(doomed))
                && step("rolling restart", this::replaceWhileShopping)
                && step("look into the carts", this::compareCarts)
                && step("sign out", this::signOut)
                && step("old cookie everywhere", this::tryOldCookieEverywhere);
        if (kept) {
            report.closing(all, Duration.ofNanos(System.nanoTime() - start));
        }
        return kept;
    }

    private String browse() throws IOException {
        int pages = fleet.running().size();
        Set<String> served = new TreeSet<>();
        for (int i = 0; i < pages; i++) {
            Answer shop = ada.get("/");
            BrokenPromise.unless(shop.status() == 200, "the shop should open, but answers " + shop.status());
            served.add(shop.servedBy());
        }
        BrokenPromise.unless(
                served.size() == pages,
                pages + " requests should go to " + pages + " instances, but " + served + " served them");
        BrokenPromise.unless(ada.cookie().isEmpty(), "who only looks should get no cookie, but one was set");
        return "every instance in turn; no cookie, nothing stored";
    }

    private String addOne() throws IOException {
        Answer added = ada.post("/cart/add", "sku", "teapot");
        BrokenPromise.unless(added.status() == 303, "an add should succeed, but answers " + added.status());
        adasCart.put("teapot", 1);
        cookieBeforeSignIn = ada.cookie().orElse("");
        Answer cart = ada.get("/cart");
        expectCart("Ada's cart", adasCart, cart);
        return "put in by " + added.servedBy() + ", seen by " + cart.servedBy();
    }

    private String signIn() throws IOException {
        Answer signedIn = ada.post("/sign-in", "name", "Ada");
        BrokenPromise.unless(signedIn.status() == 303, "sign-in should succeed, but answers " + signedIn.status());
        cookieWhenSignedIn = ada.cookie().orElse("");
        BrokenPromise.unless(
                !cookieWhenSignedIn.equals(cookieBeforeSignIn),
                "sign-in should renew the cookie, but it is the old one");
        Answer cart = ada.get("/cart");
        BrokenPromise.unless(cart.owner().equals("Ada"), "Ada should be signed in at " + cart.servedBy());
        expectCart("Ada's cart", adasCart, cart);
        Answer stale = Browser.withCookie(site, tally, cookieBeforeSignIn).get("/cart");
        BrokenPromise.unless(
                stale.status() == 409 && stale.header("Set-Cookie").isEmpty(),
                "the cookie from before sign-in should be refused, but " + stale.servedBy() + " answers "
                        + stale.status());
        return "new cookie, same cart; the old cookie is refused";
    }

    private String addFromTwoTabs() throws Exception {
        Callable<Void> tab = () -> {
            for (int added = 0; added < AT_ONCE; ) {
                int status = ada.post("/cart/add", "sku", "cup").status();
                BrokenPromise.unless(status == 303 || status == 409, "an add should succeed, but answers " + status);
                added += status == 303 ? 1 : 0;
            }
            return null;
        };
        ExecutorService tabs = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> done : tabs.invokeAll(List.of(tab, tab))) {
                done.get();
            }
        } finally {
            tabs.shutdownNow();
        }
        adasCart.put("cup", 2 * AT_ONCE);
        expectCart("Ada's cart", adasCart, ada.get("/cart"));
        return AT_ONCE + " + " + AT_ONCE + " cups, and all " + 2 * AT_ONCE + " in the cart";
    }

    private String killWhileShopping(Instance doomed) throws Exception {
        Tab[] tabs = {new Tab(ada, "sencha"), new Tab(ada, "honey"), new Tab(ben, "kettle")};
        try (Traffic traffic = Traffic.start(tabs)) {
            traffic.awaitEach(BETWEEN_EVENTS);
            fleet.kill(doomed);
            traffic.awaitEach(BETWEEN_EVENTS);
            traffic.stop();
            fleet.forget(doomed);
            note(tabs);
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
            note(tabs);
            int unanswered = traffic.sum(Tab::unanswered);
            BrokenPromise.unless(
                    unanswered == 0,
                    "a rolling restart should cost no request, but " + unanswered + " of "
                            + (traffic.sum(Tab::added) + unanswered) + " got no answer");
            return "%s: %d added, none unanswered".formatted(String.join(", ", moves), traffic.sum(Tab::added));
        }
    }

    private String compareCarts() throws IOException {
        expectCart("Ada's cart", adasCart, ada.get("/cart"));
        expectCart("Ben's cart", bensCart, ben.get("/cart"));
        return "Ada has her %d pieces, Ben his %d".formatted(pieces(adasCart), pieces(bensCart));
    }

    private String signOut() throws IOException {
        Answer out = ada.post("/sign-out", "really", "yes");
        BrokenPromise.unless(out.status() == 303, "sign-out should succeed, but answers " + out.status());
        BrokenPromise.unless(ada.cookie().isEmpty(), "sign-out should take the cookie back, but Ada still has it");
        expectCart("Ben's cart", bensCart, ben.get("/cart"));
        return "the cookie is taken back; Ben stays";
    }

    private String tryOldCookieEverywhere() throws IOException {
        List<Instance> instances = fleet.running();
        for (Instance instance : instances) {
            for (String old : List.of(cookieWhenSignedIn, cookieBeforeSignIn)) {
                Answer cart = Browser.withCookie(instance.uri(), tally, old).get("/cart");
                BrokenPromise.unless(
                        cart.status() == 200
                                && cart.owner().isEmpty()
                                && cart.cart().isEmpty(),
                        "a cookie from before sign-out should open nothing, but instance " + instance.name()
                                + " answers " + cart.status() + " with owner '" + cart.owner() + "' and cart "
                                + cart.cart());
            }
        }
        return "dead: nobody's name, nobody's cart";
    }

    private void note(Tab... tabs) {
        for (Tab tab : tabs) {
            (tab.isOf(ada) ? adasCart : bensCart).merge(tab.sku(), tab.added(), Integer::sum);
        }
    }

    private static void expectCart(String whose, Map<String, Integer> expected, Answer page) {
        BrokenPromise.unless(
                page.status() == 200 && page.cart().equals(expected),
                "%s should hold %s, but instance %s shows %s"
                        .formatted(
                                whose, expected, page.servedBy(), page.status() == 200 ? page.cart() : page.status()));
    }

    private static int pieces(Map<String, Integer> cart) {
        return cart.values().stream().mapToInt(Integer::intValue).sum();
    }

    private boolean step(String title, Callable<String> what) throws InterruptedException {
        Optional<String> broken = Optional.empty();
        String seen = "";
        try {
            seen = what.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (BrokenPromise | IOException | IllegalStateException e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            broken = Optional.of(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (Exception e) { // Callable declares it; nothing else throws one.
            throw new IllegalStateException(e);
        }
        Tally served = tally.take();
        all.add(served);
        if (broken.isPresent()) {
            report.broken(title, served, broken.get());
            return false;
        }
        report.kept(title, served, seen);
        return true;
    }
}
