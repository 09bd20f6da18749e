package dev.unpin.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Blobs: pictures and receipts are everybody's or their owner's, whole, and of no instance. */
final class PictureChapter implements Chapter {
    private static final String PICTURE = "/pictures/teapot";
    private static final int SMALL = 50_000;
    private static final int LARGE = 1_000_000;
    private static final int TOO_LARGE = 1024 * 1024 + 1;

    private final Scene scene;
    private final Seller seller;
    private final Photo photo = new Photo();
    private byte[] shown = {};

    PictureChapter(Scene scene) {
        this.scene = scene;
        this.seller = new Seller(scene.tally());
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("upload a picture", this::upload),
                new Step("a part, or nothing new", this::partly),
                new Step("kill -9 in mid-upload", this::killInMidUpload),
                new Step("straight to the store", this::straightToTheStore),
                new Step("too large, no picture", this::refused),
                new Step("receipts everywhere", this::receipts));
    }

    private String upload() throws IOException {
        Instance taker = scene.fleet().running().get(0);
        uploadThrough(taker, photo.png(SMALL));
        return expectShownEverywhere() + ", through " + taker.name();
    }

    private String partly() throws IOException {
        Instance first = scene.fleet().running().get(0);
        String etag = seller.look(first.uri(), PICTURE, "").header("ETag").orElse("");
        for (Instance instance : scene.fleet().running()) {
            Answer part = seller.look(instance.uri(), PICTURE, "Range: bytes=1000-2999\r\nIf-Range: " + etag + "\r\n");
            BrokenPromise.unless(
                    part.status() == 206
                            && part.header("Content-Range").orElse("").equals("bytes 1000-2999/" + shown.length)
                            && Arrays.equals(part.bytes(), Arrays.copyOfRange(shown, 1000, 3000)),
                    "a part should be shown by " + instance.name() + ", but the answer is " + part.status());
            Answer same = seller.look(instance.uri(), PICTURE, "If-None-Match: " + etag + "\r\n");
            BrokenPromise.unless(
                    same.status() == 304 && same.bytes().length == 0,
                    "to " + instance.name() + " too the picture should be an old one, but it answers " + same.status());
        }
        return "206 and 304 from each, by the ETag of " + first.name();
    }

    private String killInMidUpload() throws IOException {
        Instance victim = scene.fleet().running().get(0);
        byte[] next = photo.png(LARGE);
        seller.uploadHalf(
                victim.uri(),
                cookie(),
                PICTURE + "/upload",
                next,
                () -> scene.fleet().kill(victim));
        scene.fleet().forget(victim);
        expectShownEverywhere();
        uploadThrough(scene.fleet().running().get(0), next);
        scene.fleet().start(1);
        return victim.name() + " died halfway: the old one stayed; sent again: " + expectShownEverywhere();
    }

    private String straightToTheStore() throws IOException {
        Instance issuer = scene.fleet().running().get(0);
        Ticket ticket = ticket(issuer);
        scene.fleet().kill(issuer);
        scene.fleet().forget(issuer);
        byte[] next = photo.png(LARGE);
        int sent = seller.send(ticket, next);
        BrokenPromise.unless(sent / 100 == 2, "the store should take what the ticket allows, but answers " + sent);
        expectShownEverywhere();
        Instance checker = scene.fleet().running().get(0);
        int accepted = accept(checker, ticket);
        BrokenPromise.unless(accepted == 303, "the picture should be accepted, but the answer is " + accepted);
        shown = next;
        scene.fleet().start(1);
        return "%s's ticket, %s dead, checked by %s; %s"
                .formatted(issuer.name(), issuer.name(), checker.name(), expectShownEverywhere());
    }

    private String refused() throws IOException {
        Instance any = scene.fleet().running().get(0);
        int tooLarge = seller.send(ticket(any), photo.png(TOO_LARGE));
        BrokenPromise.unless(tooLarge / 100 == 4, "the store should refuse so large a file, but answers " + tooLarge);
        Ticket ticket = ticket(any);
        byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(UTF_8);
        seller.send(ticket, page);
        int noPicture = accept(any, ticket);
        BrokenPromise.unless(noPicture == 422, "what is no picture should be refused, but the answer is " + noPicture);
        int cutOff = seller.uploadCutOff(any.uri(), cookie(), PICTURE + "/upload", photo.png(SMALL));
        BrokenPromise.unless(cutOff == 400, "a form that is cut off should be refused, but the answer is " + cutOff);
        expectShownEverywhere();
        return "by the store, and by " + any.name() + "; so is half a form; the picture stays";
    }

    private String receipts() throws IOException, InterruptedException {
        Customer ada = scene.ada();
        ada.add("cup");
        String order = ada.expectCart().orderNumber();
        ada.order(order);
        ada.hasPaid();
        for (Instance instance : scene.fleet().running()) {
            Answer own =
                    Browser.withCookie(instance.uri(), scene.tally(), cookie()).get("/receipts/" + order);
            BrokenPromise.unless(
                    own.status() == 200
                            && own.body().contains(order)
                            && own.header("Content-Disposition").orElse("").startsWith("attachment"),
                    "Ada's receipt should be saved from " + instance.name() + ", which answers " + own.status());
            String bens = scene.ben().browser().cookie().orElse("");
            int others = Browser.withCookie(instance.uri(), scene.tally(), bens)
                    .get("/receipts/" + order)
                    .status();
            BrokenPromise.unless(others == 404, "Ben should not see Ada's receipt, but gets " + others);
        }
        return "Ada's, from each; Ben gets none of it";
    }

    private void uploadThrough(Instance instance, byte[] picture) throws IOException {
        int status = seller.upload(instance.uri(), cookie(), PICTURE + "/upload", picture);
        BrokenPromise.unless(
                status == 303, "the picture should be taken, but " + instance.name() + " answers " + status);
        shown = picture;
    }

    private Ticket ticket(Instance instance) throws IOException {
        Answer page =
                Browser.withCookie(instance.uri(), scene.tally(), cookie()).get(PICTURE + "/edit");
        return Ticket.read(page);
    }

    private int accept(Instance instance, Ticket ticket) throws IOException {
        return Browser.withCookie(instance.uri(), scene.tally(), cookie())
                .post(PICTURE + "/accept", "receipt", ticket.receipt())
                .status();
    }

    private String expectShownEverywhere() throws IOException {
        List<Instance> all = scene.fleet().running();
        for (Instance instance : all) {
            Answer seen = seller.look(instance.uri(), PICTURE, "");
            BrokenPromise.unless(
                    seen.status() == 200 && Arrays.equals(seen.bytes(), shown),
                    "%s should show the picture of %d bytes whole, but answers %d with %d bytes"
                            .formatted(instance.name(), shown.length, seen.status(), seen.bytes().length));
        }
        return "the same bytes from all " + all.size();
    }

    private String cookie() {
        return scene.ada().browser().cookie().orElse("");
    }
}
