package dev.unpin.idempotency.spi;

import java.util.Objects;

/** A value that an attempt leaves for later ones. Immutable by agreement on the bytes. */
public final class Checkpoint {
    private final String name;
    private final int number;
    private final byte[] value;

    /**
     * Names a value.
     *
     * @param name 1 to 64 letters, digits, dots, hyphens and underscores
     * @param number counts the checkpoints of one claim from 1, so that late ones are told from new ones
     * @param value the value; not copied and never to be modified again
     */
    public Checkpoint(String name, int number, byte[] value) {
        this.name = Objects.requireNonNull(name, "name");
        this.number = number;
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Returns the name.
     *
     * @return 1 to 64 letters, digits, dots, hyphens and underscores
     */
    public String name() {
        return name;
    }

    /**
     * Returns which of its claim's checkpoints this is.
     *
     * @return 1 for the first
     */
    public int number() {
        return number;
    }

    /**
     * Returns the value.
     *
     * @return the bytes themselves, not a copy; not to be modified
     */
    public byte[] value() {
        return value;
    }
}
