package dev.unpin.examples.shop.fleet;

import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.shop.service.Html;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fleet in HTML: a page of its own, and the strip that the script puts on every other page. */
final class FleetView {
    private FleetView() {}

    static String page(List<Instance> instances, String news) {
        return Html.page("Instances", "<a href=\"/\">Shop</a> <a href=\"/cart\">Cart</a>", """
                <main id="main">
                <h1>Instances</h1>
                <p>Each is a JVM of its own. The balancer gives them turns and remembers no customer.</p>
                <aside id="fleet" class="fleet" aria-label="Instances">
                %s
                </aside>
                </main>
                """.formatted(
                        strip(instances, news)));
    }

    static String strip(List<Instance> instances, String news) {
        String items = instances.stream().map(FleetView::item).collect(Collectors.joining("\n"));
        return """
                <div id="strip">
                <ul class="instances">
                %s
                </ul>
                <form method="post" action="/fleet/start"><button id="start">Start one</button></form>
                <form method="post" action="/fleet/replace"><button id="replace">Rolling restart</button></form>
                <p class="news" role="status">%s</p>
                </div>""".formatted(items, Html.escape(news));
    }

    private static String item(Instance instance) {
        String state = instance.state().name().toLowerCase(Locale.ROOT);
        String kill = instance.state() == Backend.State.DEAD
                ? ""
                : """
                <form method="post" action="/fleet/kill"><input type="hidden" name="instance" value="%s">\
                <button id="kill-%s">kill -9<span class="unseen"> instance %s</span></button></form>""".formatted(instance.name(), instance.name(), instance.name());
        return "<li class=\"instance %s\"><b class=\"tag\">%s</b> <span class=\"state\">%s</span> %s</li>"
                .formatted(state, instance.name(), state, kill);
    }
}
