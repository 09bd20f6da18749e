package dev.unpin.examples.shop;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a seller's page says about how to upload past the instances.
 *
 * @param store where the form leads
 * @param fields its hidden fields, in order
 * @param receipt what an instance accepts afterwards
 */
record Ticket(URI store, Map<String, String> fields, String receipt) {
    private static final Pattern FORM = Pattern.compile("(?s)action=\"([^\"]+)\"[^>]* data-ticket>(.*?)</form>");
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern RECEIPT = Pattern.compile("name=\"receipt\" value=\"([^\"]+)\"");

    /** Reads it as a browser does, and expects that the page's policy lets a browser follow. */
    static Ticket read(Answer page) {
        Matcher form = FORM.matcher(page.body());
        Matcher receipt = RECEIPT.matcher(page.body());
        BrokenPromise.unless(
                page.status() == 200 && form.find() && receipt.find(),
                "there should be a ticket, but the page of " + page.servedBy() + " has none; status " + page.status());
        URI store = URI.create(unescape(form.group(1)));
        String policy = page.header("Content-Security-Policy").orElse("");
        BrokenPromise.unless(
                policy.contains("form-action 'self' " + store.getScheme() + "://" + store.getAuthority() + ";"),
                "the page should let its form lead to the store, but its policy is " + policy);
        Map<String, String> fields = new LinkedHashMap<>();
        FIELD.matcher(form.group(2))
                .results()
                .forEach(field -> fields.put(unescape(field.group(1)), unescape(field.group(2))));
        return new Ticket(store, fields, receipt.group(1));
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
