package dev.unpin.examples.shop.service;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.UnpinException;
import dev.unpin.codec.Codec;
import dev.unpin.codec.jackson.JacksonCodecs;
import dev.unpin.http.HttpAnswer;
import dev.unpin.token.AccessToken;
import dev.unpin.token.refresh.RefreshFamily;
import dev.unpin.token.refresh.Rotation;
import dev.unpin.web.jdk.HttpAnswers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The shop for programs: JSON, bearer tokens, no cookies. */
final class Api implements HttpHandler {
    private final ApiAccess access;
    private final Codec<Map<String, Object>> json;

    Api(ApiAccess access, JacksonCodecs json) {
        this.access = access;
        this.json = json.codec(new TypeReference<>() {});
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpAnswer answer;
        try {
            answer = answer(exchange);
        } catch (UnpinException e) {
            answer = HttpAnswer.problem(e);
        }
        HttpAnswers.send(exchange, answer.withHeader("Cache-Control", "no-store"));
    }

    private HttpAnswer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod() + " " + path) {
            case "POST /api/sign-in" -> signIn(Form.posted(exchange));
            case "POST /api/token" ->
                refresh(access.rotate(Form.posted(exchange).field("refresh_token")));
            case "GET /api/me" -> me(caller(exchange));
            case "GET /api/devices" -> devices(caller(exchange));
            case "POST /api/devices/sign-out" ->
                signOutDevice(caller(exchange), Form.posted(exchange).field("device"));
            case "POST /api/devices/sign-out-everywhere" -> signOutEverywhere(caller(exchange));
            case "GET /api/keys" -> HttpAnswer.json(200, access.jwkSet());
            default -> HttpAnswer.problem(404, "Not Found", "There is no " + path + " for this method.");
        };
    }

    private AccessToken caller(HttpExchange exchange) {
        return access.caller(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private HttpAnswer signIn(Form form) {
        String name = form.field("name");
        String device = form.field("device");
        if (!Accounts.acceptable(name) || !Accounts.acceptable(device)) {
            return HttpAnswer.problem(400, "Bad Request", "Give a name and a device of 1 to 40 characters each.");
        }
        return tokens(access.signIn(name, device));
    }

    /** Answers as RFC 6749, section 5, has it. */
    private HttpAnswer refresh(Rotation rotation) {
        if (rotation.isGranted()) {
            return tokens(access.tokens(rotation.grant()));
        }
        // In an order: that of Map.of is another one in each instance.
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", "invalid_grant");
        answer.put("error_description", rotation.status().name().toLowerCase(Locale.ROOT));
        return reply(400, answer);
    }

    private HttpAnswer tokens(ApiAccess.Tokens tokens) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", tokens.access().text());
        answer.put("token_type", "Bearer");
        answer.put(
                "expires_in",
                Duration.between(tokens.access().issuedAt(), tokens.access().expiresAt())
                        .toSeconds());
        answer.put("refresh_token", tokens.grant().token());
        answer.put("device", tokens.grant().family().id());
        return reply(200, answer);
    }

    private HttpAnswer me(AccessToken caller) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("user", caller.subject());
        answer.put("key", caller.keyId().orElse(""));
        return reply(200, answer);
    }

    private HttpAnswer devices(AccessToken caller) {
        List<Map<String, String>> devices =
                access.devices(caller.subject()).stream().map(Api::device).toList();
        return reply(200, Map.of("devices", devices));
    }

    private static Map<String, String> device(RefreshFamily family) {
        Map<String, String> device = new LinkedHashMap<>();
        device.put("device", family.id());
        device.put("label", family.device());
        device.put("signed_in", family.openedAt().toString());
        return device;
    }

    private HttpAnswer signOutDevice(AccessToken caller, String id) {
        access.signOutDevice(caller.subject(), id);
        return signedOut();
    }

    private HttpAnswer signOutEverywhere(AccessToken caller) {
        access.signOutEverywhere(caller.subject());
        return signedOut();
    }

    /** Says from when on it counts everywhere. */
    private HttpAnswer signedOut() {
        return reply(200, Map.of("effective_within_seconds", access.bound().toSeconds()));
    }

    private HttpAnswer reply(int status, Map<String, Object> answer) {
        return HttpAnswer.bytes(status, "application/json", json.encode(answer));
    }
}
