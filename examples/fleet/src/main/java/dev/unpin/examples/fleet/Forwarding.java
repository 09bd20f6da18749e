package dev.unpin.examples.fleet;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Which headers pass the balancer. */
final class Forwarding {
    /** Those of one connection (RFC 9110, section 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** The client says nothing about where it comes from; the balancer does. */
    private static final Set<String> OURS =
            Set.of("content-length", "expect", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto");

    private Forwarding() {}

    /** Passes a request's headers on, {@code Host} included: the origin check of the service compares with it. */
    static HttpFields.Mutable toBackend(Request request) {
        HttpFields.Mutable headers = passing(request.getHeaders(), OURS);
        headers.put("X-Forwarded-For", Request.getRemoteAddr(request));
        headers.put("X-Forwarded-Proto", request.isSecure() ? "https" : "http");
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host != null) {
            headers.put("X-Forwarded-Host", host);
        }
        return headers;
    }

    /** Passes an answer's headers on, each {@code Set-Cookie} as a line of its own. */
    static HttpFields.Mutable toClient(HttpFields answered) {
        return passing(answered, Set.of("content-length"));
    }

    private static HttpFields.Mutable passing(HttpFields from, Set<String> without) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        dropped.addAll(without);
        dropped.addAll(lowerCase(from.getCSV(HttpHeader.CONNECTION, false)));
        HttpFields.Mutable kept = HttpFields.build();
        for (HttpField field : from) {
            if (!dropped.contains(field.getLowerCaseName())) {
                kept.add(field);
            }
        }
        return kept;
    }

    private static Set<String> lowerCase(Iterable<String> names) {
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
