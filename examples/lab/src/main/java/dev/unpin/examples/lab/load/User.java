package dev.unpin.examples.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One user: sends one request at a time, remembers what has been acknowledged, and judges every answer by that. Not
 * thread-safe.
 */
final class User implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Acknowledged acknowledged;
    private final Wire wire;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Revocation revocation;
    private String token = "";
    private String lastToken = "";
    private String session = "";
    private boolean knownLost;
    private long pieces;
    private long unknownAdds;
    private long fileVersion;
    private long priceVersion;
    private long purchase = 1;
    private String receipt = "";
    private String instance = "";

    User(String name, URI target, Acknowledged acknowledged) {
        this.name = name;
        this.acknowledged = acknowledged;
        this.wire = new Wire(target);
        this.revocation = new Revocation(name, target);
    }

    String name() {
        return name;
    }

    /**
     * What one request came to.
     *
     * @param instance who answered, if anybody
     * @param key which key had signed the token that was believed, if one was
     * @param counts what it counts as
     */
    record Outcome(Optional<String> instance, Optional<String> key, Set<Count> counts) {
        static Outcome of(Wire.Reply reply, Set<Count> counts) {
            return new Outcome(some(reply.header("served-by")), some(reply.header("believed-key")), counts);
        }

        static Outcome unanswered(Set<Count> counts) {
            return new Outcome(Optional.empty(), Optional.empty(), counts);
        }

        private static Optional<String> some(String header) {
            return Optional.of(header).filter(value -> !value.isEmpty());
        }
    }

    /**
     * Does something and judges the answer.
     *
     * @param wanted what to do, unless the user has to sign in first, or to upload what others will ask for
     * @param other another user, whose file may be fetched
     */
    Outcome act(Kind wanted, String other) {
        if (wanted == Kind.REVOKE) {
            Outcome outcome = revocation.revoke(lastToken);
            token = revocation.done() ? "" : token;
            return outcome;
        } else if (wanted == Kind.REUSE && revocation.done()) {
            return revocation.reuse();
        }
        return act(wanted == Kind.REUSE ? Kind.WHO : wanted, other, EnumSet.noneOf(Count.class));
    }

    private Outcome act(Kind wanted, String other, Set<Count> counts) {
        Kind kind = token.isEmpty() ? Kind.SIGN_IN : fileVersion == 0 ? Kind.UPLOAD : wanted;
        String wantedFile = acknowledged.file(other) > 0 ? other : name;
        long file = acknowledged.file(wantedFile);
        long price = acknowledged.price();
        Wire.Reply reply;
        try {
            reply = send(kind, wantedFile);
        } catch (IOException e) {
            fail(kind, counts);
            return Outcome.unanswered(counts);
        }
        boolean cookieSet = keepCookies(reply);
        judge(kind, reply, cookieSet, file, price, counts);
        if (counts.isEmpty() || counts.equals(EnumSet.of(Count.JUDGED))) {
            counts.add(Count.GOOD);
        }
        Outcome outcome = Outcome.of(reply, counts);
        outcome.instance().ifPresent(served -> {
            if (!instance.isEmpty() && !instance.equals(served)) {
                counts.add(Count.SWITCH);
            }
            instance = served;
        });
        return outcome;
    }

    private Wire.Reply send(Kind kind, String wantedFile) throws IOException {
        return switch (kind) {
            case SIGN_IN -> send("POST", "/sign-in/" + name, "");
            case ADD -> send("POST", "/cart/" + name, "");
            case PAY -> send("POST", "/payments/" + name + "/" + purchase, "");
            case LOOK -> send("GET", "/cart", "");
            case WHO -> send("GET", "/me", "");
            case UPLOAD -> send("PUT", "/files/" + name, name + " " + (fileVersion + 1));
            case FETCH -> send("GET", "/files/" + wantedFile, "");
            case PRICE -> send("GET", "/price", "");
            case REPRICE -> send("PUT", "/price", Long.toString(priceVersion + 1));
            case REVOKE, REUSE -> throw new IllegalArgumentException("Others do this: " + kind);
        };
    }

    private Wire.Reply send(String method, String path, String body) throws IOException {
        List<String> headers = new ArrayList<>();
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((cookie, value) -> pairs.add(cookie + "=" + value));
            headers.add("Cookie: " + String.join("; ", pairs));
        }
        if (!token.isEmpty() && path.equals("/me")) {
            headers.add("Authorization: Bearer " + token);
        }
        if (path.startsWith("/payments/")) {
            headers.add("Idempotency-Key: \"" + name + "-" + purchase + "\"");
        }
        return wire.send(method, path, headers, body.getBytes(UTF_8));
    }

    private void fail(Kind kind, Set<Count> counts) {
        boolean effectUnknown = kind == Kind.ADD || kind == Kind.SIGN_IN;
        counts.add(effectUnknown ? Count.ERROR_UNKEYED : kind == Kind.PAY ? Count.ERROR_KEYED : Count.ERROR_SAFE);
        if (kind == Kind.ADD) {
            unknownAdds++;
        } else if (kind == Kind.UPLOAD) {
            fileVersion++; // The next one must differ from what may have arrived.
        } else if (kind == Kind.REPRICE) {
            priceVersion++;
        }
    }

    private void judge(Kind kind, Wire.Reply reply, boolean cookieSet, long file, long price, Set<Count> counts) {
        if (kind == Kind.WHO && reply.status() == 401) {
            counts.addAll(EnumSet.of(Count.JUDGED, Count.VIOLATION, Count.SIGN_IN_LOST));
            token = "";
        } else if (kind == Kind.FETCH && reply.status() == 404) {
            counts.add(Count.LOST_UPLOAD);
        } else if (reply.status() >= 300) {
            fail(kind, counts);
        } else {
            judgeContent(kind, reply, cookieSet, file, price, counts);
        }
    }

    private void judgeContent(
            Kind kind, Wire.Reply reply, boolean cookieSet, long file, long price, Set<Count> counts) {
        switch (kind) {
            case SIGN_IN -> {
                keepToken(reply);
                judgeCart(json(reply), 0, cookieSet, counts);
            }
            case ADD -> judgeCart(json(reply), 1, cookieSet, counts);
            case PAY -> judgeReceipt(reply.text(), counts);
            case LOOK -> judgeCart(json(reply), 0, cookieSet, counts);
            case WHO -> {
                counts.add(Count.JUDGED);
                keepToken(reply);
                if (!json(reply).path("user").asText().equals(name)) {
                    counts.add(Count.CROSS_SESSION);
                }
            }
            case UPLOAD -> acknowledged.file(name, ++fileVersion);
            case FETCH -> {
                String[] content = reply.text().split(" ", 2);
                if (content.length != 2 || Long.parseLong(content[1]) < file) {
                    counts.add(Count.LOST_UPLOAD);
                }
            }
            case PRICE -> {
                if (Long.parseLong(reply.text()) < price) {
                    counts.add(Count.STALE_READ);
                }
            }
            case REPRICE -> acknowledged.price(++priceVersion);
            case REVOKE, REUSE -> throw new IllegalArgumentException("Others do this: " + kind);
        }
    }

    /** Who pays again for the same with the same key must get the same receipt. Until there is one, the key is kept. */
    private void judgeReceipt(String given, Set<Count> counts) {
        if (receipt.isEmpty()) {
            receipt = given;
            acknowledged.paid(name, purchase);
            return;
        }
        if (!receipt.equals(given)) {
            counts.add(Count.DUPLICATE_EFFECT);
        }
        receipt = "";
        purchase++;
    }

    private void judgeCart(JsonNode cart, int added, boolean cookieSet, Set<Count> counts) {
        String seen = cart.path("session").asText();
        String owner = cart.path("owner").asText();
        long now = cart.path("pieces").asLong();
        counts.add(Count.JUDGED);
        if (!owner.isEmpty() && !owner.equals(name)) {
            counts.add(Count.CROSS_SESSION);
            return; // What another user has says nothing about what this one has.
        }
        boolean lost = !session.isEmpty() && (!seen.equals(session) || now < pieces + added);
        if (lost) {
            counts.add(Count.VIOLATION);
            if (!knownLost) {
                counts.add(Count.SESSION_LOST);
                knownLost = true;
            }
        } else if (now > pieces + unknownAdds + added) {
            counts.add(Count.DUPLICATE_EFFECT);
        }
        // A session that the service has not asked us to keep is only the absence of ours.
        if (!lost || cookieSet) {
            session = seen;
            pieces = now;
            unknownAdds = 0;
            knownLost = false;
        }
    }

    /** At sign-in, and when one was signed by an older key. */
    private void keepToken(Wire.Reply reply) {
        String given = reply.header("token");
        if (!given.isEmpty()) {
            token = given;
            lastToken = given;
        }
    }

    private boolean keepCookies(Wire.Reply reply) {
        boolean sessionSet = false;
        for (String line : reply.headers().getOrDefault("set-cookie", List.of())) {
            String pair = line.split(";", 2)[0];
            int equals = pair.indexOf('=');
            String cookie = pair.substring(0, equals);
            cookies.put(cookie, pair.substring(equals + 1));
            sessionSet |= cookie.equals("session");
        }
        return sessionSet;
    }

    private static JsonNode json(Wire.Reply reply) {
        try {
            @Nullable JsonNode read = JSON.readTree(reply.text());
            return read == null ? JSON.createObjectNode() : read;
        } catch (IOException e) {
            throw new IllegalStateException("The service answered what is not JSON: " + reply.text(), e);
        }
    }

    @Override
    public void close() {
        wire.close();
        revocation.close();
    }
}
