package dev.unpin.examples.shop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The index of owners: Ada sees where she is signed in, and ends it, for one device or for all. */
final class DeviceChapter implements Chapter {
    private final Scene scene;
    private final Customer ada;
    private final Browser phone;
    private final Browser library;
    private final List<String> deadCookies = new ArrayList<>();

    DeviceChapter(Scene scene) {
        this.scene = scene;
        this.ada = scene.ada();
        this.phone = scene.browser("Safari (iPhone)");
        this.library = scene.browser("Edge (Windows)");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("sign in elsewhere", this::signInElsewhere),
                new Step("sign out one device", this::signOutOne),
                new Step("sign out everywhere", this::signOutEverywhere),
                new Step("old cookies everywhere", () -> scene.expectDeadEverywhere(deadCookies)));
    }

    private String signInElsewhere() throws IOException {
        ada.signIn(phone);
        ada.signIn(library);
        Set<String> labels = new TreeSet<>(devices().values());
        BrokenPromise.unless(
                labels.equals(Set.of("Firefox on Linux", "Safari on iPhone", "Edge on Windows")),
                "Ada should be signed in on three devices, but the list shows " + labels);
        return "Ada's list shows laptop, phone and library";
    }

    private String signOutOne() throws IOException {
        String id = devices().entrySet().stream()
                .filter(device -> device.getValue().startsWith("Edge"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new BrokenPromise("the library's computer should be in the list"));
        deadCookies.add(library.cookie().orElse(""));
        Answer out = ada.browser().post("/devices/sign-out", "device", id);
        BrokenPromise.unless(out.status() == 303, "signing out a device should succeed, but answers " + out.status());
        scene.expectDeadEverywhere(deadCookies);
        expectSignedIn(phone, "the phone");
        expectSignedIn(ada.browser(), "the laptop");
        BrokenPromise.unless(devices().size() == 2, "two devices should be left");
        return "the library's cookie is dead, laptop and phone stay";
    }

    private String signOutEverywhere() throws IOException {
        for (Browser browser : List.of(ada.browser(), phone)) {
            browser.cookie().ifPresent(deadCookies::add);
        }
        Answer out = phone.post("/devices/sign-out-everywhere", "really", "yes");
        BrokenPromise.unless(out.status() == 303, "sign-out should succeed, but answers " + out.status());
        Optional<String> kept = phone.cookie();
        BrokenPromise.unless(kept.isEmpty(), "sign-out should take the phone's cookie back, but it still has it");
        scene.ben().expectCart();
        return "by the phone, for the laptop too; Ben stays";
    }

    private Map<String, String> devices() throws IOException {
        return ada.browser().get("/devices").devices();
    }

    private static void expectSignedIn(Browser browser, String name) throws IOException {
        Answer cart = browser.get("/cart");
        BrokenPromise.unless(
                cart.owner().equals("Ada"), name + " should stay signed in, but not at " + cart.servedBy());
    }
}
