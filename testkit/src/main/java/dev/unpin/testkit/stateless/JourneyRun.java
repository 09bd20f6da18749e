package dev.unpin.testkit.stateless;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.zip.CRC32;

/** One new client that goes through a journey once. For one thread. */
final class JourneyRun {
    private final Journey journey;
    private final Fleet fleet;
    private final OneShotHttp http;
    private final CookieJar cookies;
    private final Captured captured;
    private final List<Map<String, String>> seen = new ArrayList<>();

    JourneyRun(Journey journey, Fleet fleet, OneShotHttp http, InstantSource clock, String run) {
        this.journey = journey;
        this.fleet = fleet;
        this.http = http;
        this.cookies = new CookieJar(clock);
        this.captured = new Captured(run);
    }

    /** Sends the next step to an instance. */
    void next(int instance) {
        Step step = journey.steps().get(seen.size());
        try {
            seen.add(facts(step, answer(step, fleet.address(instance))));
        } catch (IOException e) {
            seen.add(Map.of("answer", "none: " + e.getMessage()));
        }
    }

    /**
     * What was seen of each step, by the name of the fact, in a form that is the same in every run of a service that
     * keeps no state in its instances. Only now all is known that has to be left out.
     */
    Seen seen() {
        List<Map<String, String>> comparable = new ArrayList<>();
        for (Map<String, String> facts : seen) {
            Map<String, String> blank = new LinkedHashMap<>();
            facts.forEach((name, fact) ->
                    blank.put(name, journey.withoutIgnored(fleet.withoutAddresses(captured.blank(fact)))));
            comparable.add(blank);
        }
        return new Seen(comparable, captured.shortValues());
    }

    private HttpReply answer(Step step, URI instance) throws IOException {
        String filled = captured.fill(step.path());
        String target = fleet.target(filled)
                .filter(path -> path.chars().allMatch(c -> c > ' ' && c < 127))
                .orElseThrow(() -> new IOException("not asked, since this is no path of the service: " + filled));
        List<Step.Header> headers = new ArrayList<>();
        cookies.header(target).ifPresent(all -> headers.add(new Step.Header("Cookie", all)));
        for (Step.Header header : step.headers()) {
            String value = captured.fill(header.value());
            if (value.chars().anyMatch(c -> c < ' ' || c > 255)) {
                throw new IOException("not asked, since what was captured cannot be sent in " + header.name());
            }
            headers.add(new Step.Header(header.name(), value));
        }
        HttpReply reply = http.send(instance, step.method(), target, headers, step.body(captured));
        cookies.receive(reply.all("set-cookie"), target);
        return reply;
    }

    private Map<String, String> facts(Step step, HttpReply reply) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("status", Integer.toString(reply.status()));
        String text = text(reply.body());
        for (Step.Capture capture : step.captures()) {
            Optional<String> value = find(capture, reply, text);
            value.ifPresent(found -> captured.put(capture.name(), found));
            facts.put("captured " + capture.name(), value.isPresent() ? "found" : "not found");
        }
        facts.put(
                "cookies set",
                String.join(
                        ", ",
                        reply.all("set-cookie").stream()
                                .map(CookieJar::nameOf)
                                .sorted()
                                .toList()));
        new TreeMap<>(reply.headers()).forEach((name, values) -> {
            if (!name.equals("set-cookie") && journey.compares(name)) {
                facts.put("header " + name, String.join(", ", values));
            }
        });
        facts.put("body", text);
        return facts;
    }

    private static Optional<String> find(Step.Capture capture, HttpReply reply, String body) {
        Optional<String> text = capture.header().isEmpty()
                ? Optional.of(body)
                : reply.first(capture.header().toLowerCase(Locale.ROOT));
        return text.map(capture.pattern()::matcher)
                .filter(Matcher::find)
                .flatMap(matcher -> Optional.ofNullable(matcher.group(1)));
    }

    /** What is no text is told by its length and checksum. */
    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException binary) {
            CRC32 checksum = new CRC32();
            checksum.update(body);
            return body.length + " bytes with checksum " + Long.toHexString(checksum.getValue());
        }
    }
}
