package dev.unpin.examples.shop.service;

import static dev.unpin.examples.shop.service.Html.escape;

import dev.unpin.session.OwnedSession;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page that says where somebody is signed in. */
final class DevicePage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final Pages pages;

    DevicePage(Pages pages) {
        this.pages = pages;
    }

    String html(Pages.Visitor visitor, List<OwnedSession> devices, String here) {
        String rows = devices.stream().map(device -> row(device, here)).collect(Collectors.joining("\n"));
        return pages.page("Your devices", visitor, """
                <h1>Your devices</h1>
                <table class="panel">
                <thead><tr><th scope="col">Device</th><th scope="col">Signed in</th><th></th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>
                <form class="after" method="post" action="/devices/sign-out-everywhere"><button>Sign out everywhere</button></form>
                """.formatted(rows));
    }

    private static String row(OwnedSession device, String here) {
        boolean thisOne = device.id().equals(here);
        return """
                <tr data-device="%s" data-label="%s">
                <th scope="row">%s%s</th>
                <td>%s</td>
                <td class="sum"><form method="post" action="/devices/sign-out"><input type="hidden" name="device" value="%s">\
                <button>Sign out<span class="unseen"> %s</span></button></form></td>
                </tr>""".formatted(
                        escape(device.id()),
                        escape(device.label()),
                        escape(device.label()),
                        thisOne ? " <span class=\"here\">this one</span>" : "",
                        TIME.format(device.signedIn()),
                        escape(device.id()),
                        escape(device.label()));
    }
}
