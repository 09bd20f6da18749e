package dev.unpin.examples.shop.service;

import dev.unpin.blob.BlobAnswer;
import dev.unpin.blob.BlobNotFoundException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.UploadTicket;
import dev.unpin.blob.Uploads;
import dev.unpin.http.RequestHeaders;
import dev.unpin.seal.SealKeys;
import java.util.List;
import java.util.Optional;

/** The products' pictures, which sellers upload: through any instance, or past all of them. */
final class Pictures {
    /** The largest picture. */
    static final int MAX_BYTES = 1024 * 1024;

    static final List<String> TYPES = List.of("image/png", "image/jpeg", "image/gif");

    private final Blobs blobs;
    private final Uploads uploads;

    Pictures(Blobs blobs, SealKeys keys) {
        this.blobs = blobs;
        this.uploads = Uploads.builder(blobs, keys)
                .maxBytes(MAX_BYTES)
                .types(TYPES.toArray(String[]::new))
                .build();
    }

    /** Lets a seller's browser upload to the store by itself; it counts when some instance has accepted it. */
    UploadTicket ticket(String seller, Product product, String type) {
        return uploads.issue(seller, key(product), o -> o.type(type));
    }

    /** Takes a picture that comes through this instance; it waits, as one does that came straight to the store. */
    UploadTicket receive(String seller, Product product, String type, BlobSource picture) {
        UploadTicket ticket = ticket(seller, product, type);
        uploads.receive(ticket.receipt(), picture);
        return ticket;
    }

    /** Checks what was uploaded, and shows it from now on: whole, to everybody, in one step. */
    void accept(String seller, String receipt) {
        uploads.accept(seller, receipt);
    }

    /** Answers with a product's picture, if somebody has uploaded one. */
    Optional<BlobAnswer> answer(Product product, RequestHeaders request) {
        try {
            return Optional.of(blobs.answer(key(product), request, o -> o.inline()));
        } catch (BlobNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String key(Product product) {
        return "pictures/" + product.sku();
    }
}
