package dev.unpin.examples.shop;

import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/** Tokens: apps are signed in for minutes by what no instance keeps, and signed out at once all the same. */
final class ApiChapter implements Chapter {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 20;

    private final Scene scene;
    private final App phone;
    private final App watch;
    private final App bens;
    private String bensFirst = "";
    private Duration bound = Duration.ZERO;

    ApiChapter(Scene scene) {
        this.scene = scene;
        this.phone = new App(scene.tally(), "Ada", "phone");
        this.watch = new App(scene.tally(), "Ada", "watch");
        this.bens = new App(scene.tally(), "Ben", "phone");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("sign in with apps", this::signIn),
                new Step("refresh, answer lost", this::refreshWithoutAnswer),
                new Step("keys change twice", this::changeKeys),
                new Step("sign out one app", this::signOutOne),
                new Step("sign out all apps", this::signOutAll),
                new Step("a stolen refresh token", this::reuse));
    }

    private String signIn() throws IOException {
        Instance issuer = scene.fleet().running().get(0);
        for (App app : List.of(phone, watch, bens)) {
            app.signIn(issuer.uri());
            expectGoodEverywhere(app, app.accessToken());
        }
        bensFirst = bens.refreshToken();
        String token = phone.accessToken();
        String bent = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "QQ" : "AA");
        for (Instance instance : scene.fleet().running()) {
            Answer answer = phone.me(instance.uri(), bent);
            BrokenPromise.unless(
                    answer.status() == 401
                            && answer.header("WWW-Authenticate").orElse("").contains("invalid_token"),
                    "a bent token should be refused by " + instance.name() + ", which answers " + answer.status());
        }
        expectDevices("phone", "watch");
        return "the tokens of " + issuer.name() + " open all "
                + scene.fleet().running().size() + ", a bent one nothing; phone and watch in the list";
    }

    private String refreshWithoutAnswer() throws IOException {
        String old = phone.refreshToken();
        Set<String> successors = new HashSet<>();
        for (Instance instance : scene.fleet().running()) {
            Answer lost = phone.present(instance.uri(), old);
            successors.add(App.member(lost, "refresh_token"));
        }
        BrokenPromise.unless(
                successors.size() == 1 && !successors.contains(""),
                "all instances should give the same successor, but give " + successors.size());
        URI any = scene.fleet().running().get(0).uri();
        Answer answer = phone.refresh(any);
        BrokenPromise.unless(
                answer.status() == 200 && successors.contains(phone.refreshToken()),
                "the app should get the tokens in the end, but gets " + answer.status());
        expectGoodEverywhere(phone, phone.accessToken());
        return "sent again to each: the same successor from all";
    }

    private String changeKeys() throws IOException, InterruptedException, ExecutionException {
        String before = phone.accessToken();
        int good;
        Instance announcer = scene.fleet().running().get(0);
        try (AppTraffic traffic = AppTraffic.start(scene.site(), phone, watch, bens)) {
            traffic.awaitKeys(1);
            announce(announcer);
            scene.fleet().kill(announcer);
            scene.fleet().forget(announcer);
            scene.fleet().start(2);
            traffic.awaitKeys(2);
            announce(scene.fleet().running().get(0));
            traffic.awaitKeys(3);
            good = traffic.stop();
        }
        for (String token : List.of(before, phone.accessToken())) {
            expectGoodEverywhere(phone, token);
        }
        return "%s died having announced one; %d times a good token, 0 refused".formatted(announcer.name(), good);
    }

    private String signOutOne() throws IOException, InterruptedException {
        String id = phone.devices(scene.site()).entrySet().stream()
                .filter(device -> device.getValue().equals("watch"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new BrokenPromise("the watch should be in the list"));
        Instance witness = scene.fleet().running().get(0);
        Answer out = phone.post(witness.uri(), "/api/devices/sign-out", Map.of("device", id));
        long answered = System.nanoTime();
        scene.fleet().kill(witness);
        scene.fleet().forget(witness);
        BrokenPromise.unless(out.status() == 200, "the watch should be signed out, but the answer is " + out.status());
        bound = Duration.ofSeconds(Long.parseLong(App.member(out, "effective_within_seconds")));
        String when = expectRefusedEverywhere(answered, watch);
        expectGoodEverywhere(phone, phone.accessToken());
        expectDevices("phone");
        return "%s died having answered; the watch refused %s; the phone stays".formatted(witness.name(), when);
    }

    private String signOutAll() throws IOException, InterruptedException {
        watch.signIn(scene.site());
        Instance victim = scene.fleet().running().get(0);
        Thread killer = new Thread(() -> scene.fleet().kill(victim), "killer");
        killer.start();
        URI at = victim.uri();
        long begun = System.nanoTime();
        while (!signedOutAll(at)) {
            BrokenPromise.unless(
                    System.nanoTime() - begun < DEADLINE.toNanos(), "signing out everywhere should succeed by now");
            at = scene.site();
            Thread.sleep(PAUSE_MILLIS);
        }
        long answered = System.nanoTime();
        killer.join();
        scene.fleet().forget(victim);
        scene.fleet().start(1);
        String when = expectRefusedEverywhere(answered, phone, watch);
        expectGoodEverywhere(bens, bens.accessToken());
        phone.signIn(scene.site());
        expectGoodEverywhere(phone, phone.accessToken());
        expectDevices("phone");
        return "%s died meanwhile; both refused %s; Ben stays, Ada comes back".formatted(victim.name(), when);
    }

    /** Asks for it, and takes for an answer as well that an earlier request, whose answer was lost, has done it. */
    private boolean signedOutAll(URI at) throws IOException {
        Answer out;
        try {
            out = phone.post(at, "/api/devices/sign-out-everywhere", Map.of());
            if (out.status() == 401) {
                out = phone.refresh(at);
                return out.status() == 400
                        && App.member(out, "error_description").equals("revoked");
            }
        } catch (IOException e) {
            return false;
        }
        BrokenPromise.unless(
                out.status() == 200 || out.servedBy().isEmpty(),
                "signing out everywhere should succeed, but %s answers %d".formatted(out.servedBy(), out.status()));
        return out.status() == 200;
    }

    private String reuse() throws IOException, InterruptedException {
        Answer stolen = bens.present(scene.site(), bensFirst);
        long answered = System.nanoTime();
        BrokenPromise.unless(
                stolen.status() == 400
                        && App.member(stolen, "error_description").equals("reused"),
                "a token that was replaced long ago should betray its thief, but the answer is " + stolen.status());
        String when = expectRefusedEverywhere(answered, bens);
        expectGoodEverywhere(phone, phone.accessToken());
        return "found out by " + stolen.servedBy() + "; its whole family refused " + when;
    }

    private void announce(Instance instance) {
        instance.send("rotate-keys");
        instance.await("keys-announced");
    }

    private void expectDevices(String... labels) throws IOException {
        Set<String> seen = new TreeSet<>(phone.devices(scene.site()).values());
        BrokenPromise.unless(
                seen.equals(Set.of(labels)), "Ada's apps should be %s, not %s".formatted(List.of(labels), seen));
    }

    private void expectGoodEverywhere(App app, String token) throws IOException {
        for (Instance instance : scene.fleet().running()) {
            Answer answer = app.me(instance.uri(), token);
            BrokenPromise.unless(
                    answer.status() == 200 && App.member(answer, "user").equals(app.owner()),
                    "a good token of %s should be accepted by %s, which answers %d"
                            .formatted(app.owner(), instance.name(), answer.status()));
        }
    }

    /**
     * Waits until every instance refuses the apps' tokens. None may accept one that was shown after the bound; how long
     * that takes on a slow machine does not matter to it.
     */
    private String expectRefusedEverywhere(long since, App... apps) throws IOException, InterruptedException {
        long last = since;
        for (Instance instance : scene.fleet().running()) {
            for (App app : apps) {
                last = Math.max(last, firstRefusal(instance, app, since, bound));
            }
        }
        for (App app : apps) {
            Answer answer = app.present(scene.site(), app.refreshToken());
            BrokenPromise.unless(
                    answer.status() == 400,
                    "no new tokens should be given to who is signed out, but the answer is " + answer.status());
        }
        return String.format(Locale.ROOT, "by all in %.1f of %d s", (last - since) / 1e9, bound.toSeconds());
    }

    private static long firstRefusal(Instance instance, App app, long since, Duration bound)
            throws IOException, InterruptedException {
        while (true) {
            long sent = System.nanoTime();
            Answer answer = app.me(instance.uri(), app.accessToken());
            if (answer.status() == 401) {
                return sent;
            }
            BrokenPromise.unless(
                    answer.status() != 200 || sent - since <= bound.toNanos(),
                    "a token that was taken back should be refused after %s, but %s accepts it"
                            .formatted(bound, instance.name()));
            BrokenPromise.unless(
                    sent - since < DEADLINE.toNanos(),
                    "%s should be able to tell by now, but answers %d".formatted(instance.name(), answer.status()));
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
