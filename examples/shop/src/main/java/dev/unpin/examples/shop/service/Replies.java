package dev.unpin.examples.shop.service;

import dev.unpin.http.HttpAnswer;

/** The two kinds of answers that a browser gets: a page, or where to go on. */
final class Replies {
    private Replies() {}

    /** Shows a page, which nobody may keep. */
    static HttpAnswer page(int status, String html) {
        HttpAnswer answer = HttpAnswer.html(status, html).withHeader("Cache-Control", "no-store");
        for (var header : Html.SECURITY_HEADERS.entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }

    /** Sends a browser on, which then shows the outcome and repeats nothing when it is reloaded. */
    static HttpAnswer seeOther(String path) {
        return HttpAnswer.of(303).withHeader("Location", path);
    }
}
