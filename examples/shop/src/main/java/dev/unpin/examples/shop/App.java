package dev.unpin.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that somebody has signed in: it holds two tokens and no cookie, and never repeats a request by itself. Used
 * by one thread at a time.
 */
final class App {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final Pattern DEVICE = Pattern.compile("\"device\":\"([^\"]*)\",\"label\":\"([^\"]*)\"");

    private final Tally tally;
    private final String owner;
    private final String device;
    private String accessToken = "";
    private String refreshToken = "";

    App(Tally tally, String owner, String device) {
        this.tally = tally;
        this.owner = owner;
        this.device = device;
    }

    String owner() {
        return owner;
    }

    String accessToken() {
        return accessToken;
    }

    String refreshToken() {
        return refreshToken;
    }

    /** Signs in through some instance. */
    void signIn(URI at) throws IOException {
        Answer answer = post(at, "/api/sign-in", Map.of("name", owner, "device", device));
        BrokenPromise.unless(answer.status() == 200, "an app should get tokens, but gets " + answer.status());
        keep(answer);
    }

    /** Replaces its tokens through some instance; an answer without any leaves it those that it has. */
    Answer refresh(URI at) throws IOException {
        Answer answer = present(at, refreshToken);
        if (answer.status() == 200) {
            keep(answer);
        }
        return answer;
    }

    /** Presents any refresh token, and keeps nothing of the answer. */
    Answer present(URI at, String anyRefreshToken) throws IOException {
        return post(at, "/api/token", Map.of("refresh_token", anyRefreshToken));
    }

    /** Asks who it is, with any access token. */
    Answer me(URI at, String anyAccessToken) throws IOException {
        return send(at, "GET", "/api/me", anyAccessToken, "");
    }

    /** Lists where its owner is signed in by apps: their names by id. */
    Map<String, String> devices(URI at) throws IOException {
        Map<String, String> devices = new TreeMap<>();
        DEVICE.matcher(send(at, "GET", "/api/devices", accessToken, "").body())
                .results()
                .forEach(found -> devices.put(found.group(1), found.group(2)));
        return devices;
    }

    /** Sends a form with its access token. */
    Answer post(URI at, String path, Map<String, String> fields) throws IOException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(at, "POST", path, accessToken, form);
    }

    /** Reads a member of a JSON object; empty if there is none. */
    static String member(Answer answer, String name) {
        Matcher member = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(answer.body());
        return member.find() ? member.group(1) : "";
    }

    private void keep(Answer answer) {
        accessToken = member(answer, "access_token");
        refreshToken = member(answer, "refresh_token");
    }

    private Answer send(URI at, String method, String path, String token, String form) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.getHost(), at.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: " + at.getAuthority()
                                    + "\r\nConnection: close\r\n"
                                    + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + form.length() + "\r\n\r\n" + form)
                            .getBytes(UTF_8));
            Answer answer = Answer.parse(socket.getInputStream().readNBytes(MAX_ANSWER_BYTES));
            tally.count(answer.servedBy());
            return answer;
        }
    }
}
