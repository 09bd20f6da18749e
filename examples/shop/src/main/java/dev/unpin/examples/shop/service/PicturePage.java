package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Html.escape;

import dev.unpin.blob.UploadTicket;
import dev.unpin.http.HttpAnswer;
import java.net.URI;
import java.util.stream.Collectors;

/** The page on which sellers give a product its picture: by way of an instance, or past all of them. */
final class PicturePage {
    private final Pages pages;

    PicturePage(Pages pages) {
        this.pages = pages;
    }

    /** Shows the page; its forms, and no other page's, may lead to the store. */
    HttpAnswer answer(
            int status, Pages.Visitor visitor, Product product, UploadTicket ticket, String type, String complaint) {
        URI store = ticket.request().uri();
        String policy = Html.policy("'self' " + store.getScheme() + "://" + store.getAuthority());
        return Replies.page(status, html(visitor, product, ticket, type, complaint))
                .withHeader("Content-Security-Policy", policy);
    }

    private String html(Pages.Visitor visitor, Product product, UploadTicket ticket, String type, String complaint) {
        String fields = ticket.request().fields().entrySet().stream()
                .map(field -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(escape(field.getKey()), escape(field.getValue())))
                .collect(Collectors.joining("\n"));
        String types = Pictures.TYPES.stream()
                .map(other -> other.equals(type)
                        ? "<b>" + name(other) + "</b>"
                        : "<a href=\"?type=" + other + "\">" + name(other) + "</a>")
                .collect(Collectors.joining(" · "));
        return pages.page("Picture of " + product.name(), visitor, """
                <h1>%1$s</h1>
                %2$s
                <p><img class="picture" src="/pictures/%3$s" alt="Picture of %1$s" width="240"></p>
                <div class="ways">
                <form class="panel" method="post" action="/pictures/%3$s/upload" enctype="multipart/form-data">
                <h2>Through an instance</h2>
                <label for="small">PNG, JPEG or GIF, up to 60 KB</label>
                <input id="small" name="file" type="file" accept="image/png,image/jpeg,image/gif" required>
                <button class="primary">Upload</button>
                <p class="hint">The balancer of this demo takes no more than that.</p>
                </form>
                <div class="panel">
                <form class="plain" method="post" action="%4$s" enctype="multipart/form-data" data-ticket>
                <h2>Straight to the store</h2>
                %5$s
                <p class="hint">%6$s</p>
                <label for="large">1. Send a %7$s, up to 1 MiB</label>
                <input id="large" name="file" type="file" accept="%8$s" required>
                <button class="primary">Send</button>
                </form>
                <form class="plain" method="post" action="/pictures/%3$s/accept">
                <input type="hidden" name="receipt" value="%9$s">
                <p class="hint">2. The page stays as it is while the store takes the picture. Then have any instance check it:</p>
                <button>Check and show it</button>
                </form>
                </div>
                </div>
                """.formatted(
                        escape(product.name()),
                        Pages.notice(complaint),
                        product.sku(),
                        escape(ticket.request().uri().toString()),
                        fields,
                        types,
                        name(type),
                        type,
                        ticket.receipt()));
    }

    private static String name(String type) {
        return switch (type) {
            case "image/png" -> "PNG";
            case "image/jpeg" -> "JPEG";
            default -> "GIF";
        };
    }
}
