package dev.unpin.seal;

import dev.unpin.LimitExceededException;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.settings.Bounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * State that a client carries between two requests, so that no instance has to remember it: the step of a wizard, the
 * cursor of a list, the {@code state} of an OAuth sign-in. Whoever carries it can neither read nor change it, nor use
 * it elsewhere or later. Immutable and thread-safe; made once per purpose. No round trips.
 *
 * <pre>{@code
 * SealedState<Step> steps = SealedState.builder(keys, "checkout", json.codec(Step.class)).lifetime(ofMinutes(30)).build();
 * String hidden = steps.seal(new Step(2, address));        // letters, digits, - _ and two dots: fit for URLs and forms
 * Step step = steps.open(hidden);                          // any instance; SealException, 400, for everything else
 * }</pre>
 *
 * <p>Sealed state can be shown again until it expires, and to whoever comes by it; what must happen once needs a store.
 * {@link #boundTo} makes it worthless to others, as OAuth's {@code state} has to be (RFC 6749, section 10.12).
 *
 * @param <T> what is carried
 */
public final class SealedState<T> {
    /** No feature of Unpin seals for a purpose that begins like this. */
    private static final String PURPOSE_PREFIX = "state:";

    private static final char BINDING = '\0';

    private final Builder<T> settings;
    private final String purpose;
    private final Sealer sealer;

    private SealedState(Builder<T> settings, String purpose) {
        this.settings = settings;
        this.purpose = purpose;
        this.sealer = Sealer.create(settings.keys, purpose, settings.clock);
    }

    /**
     * Starts from the defaults.
     *
     * @param keys the keys of all instances
     * @param purpose what the state is for; what was sealed for another purpose is refused. Any text that is not empty
     *     and has no NUL
     * @param codec how the state becomes bytes and back; during a rolling deploy two releases read each other's
     * @param <T> what is carried
     * @return a builder
     * @throws IllegalArgumentException if the purpose is empty or has a NUL
     */
    public static <T> Builder<T> builder(SealKeys keys, String purpose, Codec<T> codec) {
        return new Builder<>(keys, purpose, codec);
    }

    /**
     * Binds state to something that whoever comes back with it must show as well, for instance the id of a session or
     * the name of a user.
     *
     * @param holder any text; needs not be secret, and is not in the sealed text
     * @return seals and opens for this holder only, and not what is sealed without one
     */
    public SealedState<T> boundTo(String holder) {
        return new SealedState<>(settings, purpose + BINDING + Objects.requireNonNull(holder, "holder"));
    }

    /**
     * Seals state.
     *
     * @param state what to carry
     * @return letters, digits, {@code -}, {@code _} and two dots, different at every call; about four thirds of the
     *     encoded state and 80 characters more
     * @throws LimitExceededException if the encoded state is larger than {@link Builder#maxBytes}
     * @throws CodecException if the codec cannot encode it
     */
    public String seal(T state) {
        byte[] bytes = settings.codec.encode(Objects.requireNonNull(state, "state"));
        if (bytes.length > settings.maxBytes) {
            throw new LimitExceededException(
                    "maxBytes",
                    settings.maxBytes,
                    "the state has " + bytes.length + " bytes, more than the " + settings.maxBytes
                            + " that a client is to carry; keep it in a session instead");
        }
        return sealer.seal(bytes, settings.clock.instant().plus(settings.lifetime));
    }

    /**
     * Opens what a client brought. Costs no more for a text of any length than for one of the largest that can be
     * sealed.
     *
     * @param text what {@link #seal} returned in any instance, or anything else
     * @return the state
     * @throws SealException if this was not sealed for this purpose and holder with one of the keys, was changed, or
     *     has expired
     * @throws CodecException if it was, but is of a release that the codec no longer understands
     */
    public T open(String text) {
        return settings.codec.decode(sealer.open(text));
    }

    /** Shows no state, and not whom it is bound to. */
    @Override
    public String toString() {
        return "SealedState[" + settings.purpose + "]";
    }

    /**
     * Gathers the settings of a {@link SealedState}; every one has a safe default. Not thread-safe.
     *
     * @param <T> what is carried
     */
    public static final class Builder<T> {
        private static final Duration LONGEST_LIFETIME = Duration.ofDays(366);

        private final SealKeys keys;
        private final String purpose;
        private final Codec<T> codec;
        private Duration lifetime = Duration.ofMinutes(15);
        private int maxBytes = 1024;
        private InstantSource clock = InstantSource.system();

        private Builder(SealKeys keys, String purpose, Codec<T> codec) {
            this.keys = Objects.requireNonNull(keys, "keys");
            this.purpose = Objects.requireNonNull(purpose, "purpose");
            this.codec = Objects.requireNonNull(codec, "codec");
            if (purpose.isEmpty() || purpose.indexOf(BINDING) >= 0) {
                throw new IllegalArgumentException("a purpose is not empty and has no NUL");
            }
        }

        /**
         * Sets for how long a sealed text can be opened; 15 minutes by default.
         *
         * @param duration one second to 366 days
         * @return this
         * @throws IllegalArgumentException if it is shorter or longer
         */
        public Builder<T> lifetime(Duration duration) {
            lifetime = Bounds.between(Duration.ofSeconds(1), duration, LONGEST_LIFETIME, "lifetime");
            return this;
        }

        /**
         * Sets how large the encoded state may be; 1024 bytes by default, which become about 1,450 characters. A URL
         * should have no more than 2,000, all cookies together 4,096.
         *
         * @param bytes 1 to {@link Sealer#MAX_BYTES}
         * @return this
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder<T> maxBytes(int bytes) {
            if (bytes < 1 || bytes > Sealer.MAX_BYTES) {
                throw new IllegalArgumentException("maxBytes is 1 to " + Sealer.MAX_BYTES + ", not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        /**
         * Sets the clock; the system's by default.
         *
         * @param newClock tells the time
         * @return this
         */
        public Builder<T> clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * Makes the sealed state.
         *
         * @return what seals and opens with these settings
         */
        public SealedState<T> build() {
            return new SealedState<>(copy(), PURPOSE_PREFIX + purpose);
        }

        private Builder<T> copy() {
            return new Builder<>(keys, purpose, codec)
                    .lifetime(lifetime)
                    .maxBytes(maxBytes)
                    .clock(clock);
        }
    }
}
