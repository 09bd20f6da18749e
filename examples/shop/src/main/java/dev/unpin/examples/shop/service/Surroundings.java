package dev.unpin.examples.shop.service;

import dev.unpin.seal.SealKeys;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * What every instance is told alike, in a file and not on its command line, where anybody could read the secrets.
 *
 * @param s3 where pictures and receipts are kept
 * @param bucket in which bucket
 * @param accessKeyId who asks
 * @param secretAccessKey by what requests are signed
 * @param sealKey with which one instance seals what another opens
 */
public record Surroundings(URI s3, String bucket, String accessKeyId, String secretAccessKey, String sealKey) {
    private static final int KEY_BYTES = 32;

    /** Makes up the key with which tickets are sealed. */
    public static Surroundings of(URI s3, String bucket, String accessKeyId, String secretAccessKey) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Surroundings(
                s3, bucket, accessKeyId, secretAccessKey, Base64.getEncoder().encodeToString(key));
    }

    /** Writes all this for instances to {@link #read}. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("s3", s3.toString());
        properties.setProperty("bucket", bucket);
        properties.setProperty("accessKeyId", accessKeyId);
        properties.setProperty("secretAccessKey", secretAccessKey);
        properties.setProperty("sealKey", sealKey);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    static Surroundings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return new Surroundings(
                URI.create(properties.getProperty("s3")),
                properties.getProperty("bucket"),
                properties.getProperty("accessKeyId"),
                properties.getProperty("secretAccessKey"),
                properties.getProperty("sealKey"));
    }

    SealKeys sealKeys() {
        return SealKeys.of("shop", Base64.getDecoder().decode(sealKey));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Surroundings[" + bucket + " at " + s3 + "]";
    }
}
