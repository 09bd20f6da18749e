package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.unpin.StoreException;
import dev.unpin.seal.SealException;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenVerifier;
import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * The keys of an issuer that runs as several instances: shared through a store, where they lie sealed, and renewed on
 * schedule by whichever instance comes first. Thread-safe. To be closed by who made it.
 *
 * <p>A key is announced, signs, retires and is removed ({@link KeyState}). The times are fixed when it is announced and
 * judged by the store's clock, so that all instances change over together without talking: no token is refused for want
 * of a key. Rotation is one compare-and-set: however many instances find it due, there is exactly one new key.
 *
 * <p>The ring is read in the background, by default four times in {@link Builder#publishLead} but at least every
 * minute; an instance that cannot read it any more signs and verifies for the publish lead, and then refuses with HTTP
 * status 503. Announcing is of use only to verifiers that fetch the set more often than that.
 */
public final class RotatingKeyRing implements KeyRing, AutoCloseable {
    private static final int MAX_ATTEMPTS = 16;

    private final KeyRingStore store;
    private final RingCodec codec;
    private final JwtAlgorithm algorithm;
    private final Duration rotateEvery;
    private final Duration publishLead;
    private final Duration maxTokenLifetime;
    private final Duration retirement;
    private final LongSupplier nanos;
    private final Refreshing<Copy> copy;

    private RotatingKeyRing(Builder builder) {
        this.store = builder.store;
        this.codec = new RingCodec(builder.sealKeys, builder.name);
        this.algorithm = builder.algorithm;
        this.rotateEvery = builder.rotateEvery;
        this.publishLead = builder.publishLead;
        this.maxTokenLifetime = builder.maxTokenLifetime;
        this.retirement = maxTokenLifetime.plus(TokenVerifier.MAX_CLOCK_SKEW);
        this.nanos = builder.nanos;
        Duration quarter = publishLead.dividedBy(4);
        Duration minute = Duration.ofMinutes(1);
        this.copy = new Refreshing<>(
                "key ring " + builder.name,
                this::loadAndRotate,
                new Refreshing.Timing(
                        quarter.compareTo(minute) < 0 ? quarter : minute,
                        publishLead,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5)),
                nanos);
        copy.start();
    }

    /** The ring as it was read, and by which clock. */
    private record Copy(Ring ring, long version, String content, Instant readAt, long readNanos) {
        Instant now(LongSupplier nanos) {
            return readAt.plusNanos(Math.max(0, nanos.getAsLong() - readNanos));
        }
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the instances share the ring; not closed
     * @param sealKeys what the private keys are encrypted with at rest; the same in all instances
     * @return a builder
     */
    public static Builder builder(KeyRingStore store, SealKeys sealKeys) {
        return new Builder(store, sealKeys);
    }

    @Override
    public Optional<VerificationKey> find(String id) {
        Optional<VerificationKey> known = find(copy.value(), id);
        return known.isPresent()
                ? known
                : find(copy.value(newer -> find(newer, id).isPresent()), id);
    }

    @Override
    public SigningKey signingKey() {
        Copy known = known();
        return known.ring()
                .signing(known.now(nanos))
                .map(Ring.Entry::signingKey)
                .orElseThrow(() -> StoreException.notSent("the key ring has no key that signs now", null));
    }

    @Override
    public String jwkSet() {
        Copy known = known();
        return JwkWriter.set(known.ring().tidied(known.now(nanos), retirement).entries().stream()
                .map(Ring.Entry::key)
                .toList());
    }

    @Override
    public Duration maxTokenLifetime() {
        return maxTokenLifetime;
    }

    /**
     * Lists the keys, for people who look after them.
     *
     * @return the keys as this instance knows them, in the order in which they sign
     * @throws StoreException if the ring cannot be read
     */
    public List<RingKey> keys() {
        Copy known = known();
        Instant now = known.now(nanos);
        Ring ring = known.ring().tidied(now, retirement);
        return ring.entries().stream()
                .map(entry -> new RingKey(
                        entry.key().id(), entry.key().algorithm(), ring.state(entry, now), entry.signsFrom()))
                .toList();
    }

    /**
     * Announces a new key before it is due, unless one is announced already. Two round trips.
     *
     * @throws StoreException if the store is down, silent or refuses to work
     */
    public void rotate() {
        change((ring, now) -> ring.hasAnnounced(now) ? ring : ring.with(newKey(now.plus(publishLead))));
    }

    /**
     * Removes a key that must not be trusted any more; its tokens are worthless at once here, and elsewhere as soon as
     * the ring is read again. If it was the one that signs, the next one takes over at once. Two round trips. May be
     * repeated.
     *
     * @param id the key's id
     * @throws StoreException if the store is down, silent or refuses to work
     */
    public void remove(String id) {
        Objects.requireNonNull(id, "id");
        change((ring, now) -> {
            if (ring.find(id).isEmpty()) {
                return ring;
            }
            Ring rest = ring.without(id);
            boolean signs = rest.signing(now)
                    .filter(entry -> entry.signingKey() != null)
                    .isPresent();
            return signs ? rest : withSuccessor(rest, now);
        });
    }

    /** Reads the ring again, and rotates if that is due. */
    void refresh() {
        copy.refresh();
    }

    /** Stops reading the ring; what is known stays good for the publish lead. */
    @Override
    public void close() {
        copy.close();
    }

    private Ring withSuccessor(Ring ring, Instant now) {
        Optional<Ring.Entry> announced = ring.entries().stream()
                .filter(entry -> entry.signsFrom().isAfter(now))
                .findFirst();
        return announced
                .map(entry -> ring.without(entry.key().id()).with(new Ring.Entry(entry.key(), entry.signingKey(), now)))
                .orElseGet(() -> ring.with(newKey(now)));
    }

    private Optional<VerificationKey> find(Copy known, String id) {
        return known.ring()
                .find(id)
                .filter(entry -> known.ring()
                        .removal(entry, retirement)
                        .filter(end -> !known.now(nanos).isBefore(end))
                        .isEmpty())
                .map(Ring.Entry::key);
    }

    private Copy known() {
        try {
            return copy.value();
        } catch (TokenException e) {
            throw StoreException.notSent("the key ring cannot be read now", e);
        }
    }

    private Copy loadAndRotate() {
        Copy loaded = decode(store.load());
        Copy before = copy.last();
        if (loaded.version() == 0 && before != null) {
            // The store has lost the ring, and with it every token; what this instance knows is put back.
            loaded = replaceUntilDone(loaded, (ring, now) -> ring.equals(Ring.EMPTY) ? before.ring() : ring);
        }
        return isDue(loaded.ring(), loaded.readAt()) ? replaceUntilDone(loaded, this::rotated) : loaded;
    }

    private boolean isDue(Ring ring, Instant now) {
        List<Ring.Entry> entries = ring.entries();
        return entries.isEmpty()
                || !now.isBefore(entries.get(entries.size() - 1)
                        .signsFrom()
                        .plus(rotateEvery)
                        .minus(publishLead));
    }

    private Ring rotated(Ring ring, Instant now) {
        if (!isDue(ring, now)) {
            return ring;
        }
        // Nobody waits to verify tokens of a ring that has just been made.
        return ring.with(newKey(ring.entries().isEmpty() ? now : now.plus(publishLead)));
    }

    private void change(BiFunction<Ring, Instant, Ring> change) {
        copy.accept(replaceUntilDone(decode(store.load()), change));
    }

    private Copy replaceUntilDone(Copy loaded, BiFunction<Ring, Instant, Ring> change) {
        Copy current = loaded;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Ring wanted = change.apply(current.ring(), current.readAt());
            if (wanted.equals(current.ring())) {
                return current;
            }
            String content = codec.encode(wanted.tidied(current.readAt(), retirement), current.version() + 1);
            current = decode(store.replace(current.version(), content.getBytes(ISO_8859_1)));
            if (current.content().equals(content)) {
                return current;
            }
        }
        throw StoreException.refused("other instances kept changing the key ring; try again", null);
    }

    private Copy decode(StoredKeyRing stored) {
        long readNanos = nanos.getAsLong();
        String content = new String(stored.content(), ISO_8859_1);
        Copy before = copy.last();
        Ring ring =
                before != null && before.content().equals(content) ? before.ring() : open(content, stored.version());
        return new Copy(ring, stored.version(), content, stored.readAt(), readNanos);
    }

    private Ring open(String content, long version) {
        try {
            return codec.decode(content, version);
        } catch (SealException e) {
            throw StoreException.refused(
                    "the stored key ring cannot be opened: it was sealed with other keys, under another name, or changed",
                    e);
        }
    }

    private Ring.Entry newKey(Instant signsFrom) {
        return Ring.Entry.of(SigningKey.generate(algorithm), signsFrom);
    }

    /** Shows the algorithm. */
    @Override
    public String toString() {
        return "RotatingKeyRing[" + algorithm + ", every " + rotateEvery + "]";
    }

    /** Gathers settings; every one has a safe default. Not thread-safe. */
    public static final class Builder {
        private final KeyRingStore store;
        private final SealKeys sealKeys;
        private String name = "access";
        private JwtAlgorithm algorithm = JwtAlgorithm.ES256;
        private Duration rotateEvery = Duration.ofDays(30);
        private Duration publishLead = Duration.ofHours(1);
        private Duration maxTokenLifetime = Duration.ofHours(1);
        private LongSupplier nanos = System::nanoTime;

        private Builder(KeyRingStore store, SealKeys sealKeys) {
            this.store = Objects.requireNonNull(store, "store");
            this.sealKeys = Objects.requireNonNull(sealKeys, "sealKeys");
        }

        /**
         * Names the ring; {@code access} by default. What is sealed for a ring of another name cannot be opened.
         *
         * @param newName a short name
         * @return this
         */
        public Builder name(String newName) {
            name = Objects.requireNonNull(newName, "name");
            return this;
        }

        /**
         * Sets what new keys are for; {@link JwtAlgorithm#ES256} by default: small tokens, read by every library.
         *
         * @param newAlgorithm any but HMAC
         * @return this
         * @throws IllegalArgumentException if it is of HMAC: its keys cannot be published
         */
        public Builder algorithm(JwtAlgorithm newAlgorithm) {
            if (newAlgorithm.family() == JwtAlgorithm.Family.HMAC) {
                throw new IllegalArgumentException("a ring that publishes its keys cannot be for " + newAlgorithm);
            }
            algorithm = newAlgorithm;
            return this;
        }

        /**
         * Sets for how long a key signs; 30 days by default.
         *
         * @param interval longer than the publish lead
         * @return this
         */
        public Builder rotateEvery(Duration interval) {
            rotateEvery = Objects.requireNonNull(interval, "rotateEvery");
            return this;
        }

        /**
         * Sets how long before its first token a key is published; an hour by default. All verifiers have to read the
         * ring, or fetch the set, more often.
         *
         * @param lead at least one second
         * @return this
         */
        public Builder publishLead(Duration lead) {
            publishLead = Objects.requireNonNull(lead, "publishLead");
            return this;
        }

        /**
         * Sets how long tokens may live; an hour by default. A key verifies for as long after its last token.
         *
         * @param lifetime at least one second
         * @return this
         */
        public Builder maxTokenLifetime(Duration lifetime) {
            maxTokenLifetime = Objects.requireNonNull(lifetime, "maxTokenLifetime");
            return this;
        }

        Builder nanos(LongSupplier source) {
            nanos = Objects.requireNonNull(source, "nanos");
            return this;
        }

        /**
         * Begins to read the ring, in the background: a service starts without its store. The first instance of all
         * makes the first key.
         *
         * @return the ring, to be closed by the caller
         * @throws IllegalArgumentException if a duration is out of range
         */
        public RotatingKeyRing build() {
            Duration second = Duration.ofSeconds(1);
            if (publishLead.compareTo(second) < 0 || maxTokenLifetime.compareTo(second) < 0) {
                throw new IllegalArgumentException("publishLead and maxTokenLifetime are at least " + second + ", not "
                        + publishLead + " and " + maxTokenLifetime);
            }
            if (rotateEvery.compareTo(publishLead) <= 0) {
                throw new IllegalArgumentException(
                        "rotateEvery is longer than publishLead, " + publishLead + ", not " + rotateEvery);
            }
            return new RotatingKeyRing(this);
        }
    }
}
