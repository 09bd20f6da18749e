package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Html.escape;

import java.util.stream.Collectors;

/** The page of an order, and what is said when there is none. */
final class OrderPages {
    private final Pages pages;

    OrderPages(Pages pages) {
        this.pages = pages;
    }

    String order(Pages.Visitor visitor, Order order) {
        String rows = order.quantities().entrySet().stream()
                .map(line ->
                        "<tr data-sku=\"%s\" data-quantity=\"%d\"><th scope=\"row\">%s</th><td class=\"sum\">%d</td></tr>"
                                .formatted(
                                        line.getKey(),
                                        line.getValue(),
                                        escape(Catalog.find(line.getKey())
                                                .map(Product::name)
                                                .orElse(line.getKey())),
                                        line.getValue()))
                .collect(Collectors.joining("\n"));
        return pages.page("Your order", visitor, """
                <h1>Thank you, %s</h1>
                <p class="notice" role="status">Order <b data-order="%s">%s</b> is paid, and was charged once.</p>
                <table class="panel">
                <thead><tr><th scope="col">Product</th><th scope="col" class="sum">Quantity</th></tr></thead>
                <tbody>
                %s
                </tbody>
                <tfoot><tr><th scope="row">Paid</th><td class="sum">%s</td></tr></tfoot>
                </table>
                <p class="after"><a href="/receipts/%s">Save the receipt</a></p>
                """.formatted(
                        escape(order.customer()),
                        order.number(),
                        order.number(),
                        rows,
                        Pages.euros(order.cents()),
                        order.number()));
    }

    String notYet(Pages.Visitor visitor) {
        return pages.page("One moment", visitor, """
                <h1>One moment</h1>
                <p class="notice" role="status">We cannot tell yet whether your order went through. Press again: it is placed once,
                however often you do.</p>
                <p><a href="/cart">Back to your cart</a></p>
                """);
    }
}
