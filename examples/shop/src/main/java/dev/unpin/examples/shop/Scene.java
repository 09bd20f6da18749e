package dev.unpin.examples.shop;

import dev.unpin.examples.shop.fleet.Fleet;
import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Where the journey takes place.
 *
 * @param site the balancer's address, where customers go
 * @param fleet the instances behind it
 * @param books what the bank has charged
 * @param tally counts who has served which request
 * @param ada a customer
 * @param ben another one
 */
record Scene(URI site, Fleet fleet, Books books, Tally tally, Customer ada, Customer ben) {
    static Scene at(URI site, Fleet fleet, URI bank) {
        Tally tally = new Tally();
        return new Scene(
                site,
                fleet,
                new Books(bank),
                tally,
                new Customer("Ada", new Browser(site, tally, "Firefox (Linux)")),
                new Customer("Ben", new Browser(site, tally, "Chrome (Windows)")));
    }

    /** Gives somebody a browser. */
    Browser browser(String userAgent) {
        return new Browser(site, tally, userAgent);
    }

    /** Asks every instance, past the balancer, what it shows to whoever has these cookies: nothing of anybody. */
    String expectDeadEverywhere(List<String> cookies) throws IOException {
        for (Instance instance : fleet.running()) {
            for (String old : cookies) {
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
}
