package dev.unpin.benchmarks.jmh;

import dev.unpin.token.AccessToken;
import dev.unpin.token.MemoryBlocklistStore;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.WhenStale;
import dev.unpin.token.jwt.JwtAlgorithm;
import dev.unpin.token.jwt.JwtIssuer;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.KeyRing;
import dev.unpin.token.jwt.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Verifying one access token: the bare signature, all of it, and all of it when the token was seen before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenInProcess {
    /** Who has issued the token. */
    public static final String ISSUER = "https://id.example";

    private static final int REVOKED = 10_000;

    /** The signature's algorithm. */
    @Param({"RS256", "ES256", "ED25519"})
    private String algorithm = "";

    private String token = "";
    private byte[] signed = {};
    private byte[] signature = {};
    private Signature raw = signature("SHA256withRSA");
    private PublicKey publicKey = pair("RSA").getPublic();
    private JwtVerifier verifier = JwtVerifier.builder(ring(SigningKey.generate(JwtAlgorithm.ES256)))
            .issuer(ISSUER)
            .audience("api")
            .build();
    private JwtVerifier remembering = verifier;
    private final TokenBlocklist blocklist = TokenBlocklist.builder(MemoryBlocklistStore.create(), WhenStale.ACCEPT)
            .maxTokenLifetime(Duration.ofHours(1))
            .build();

    /**
     * Makes a token and those who verify it, and a blocklist with other tokens in it.
     *
     * @throws GeneralSecurityException if this JDK lacks the algorithm
     */
    @Setup
    public void issue() throws GeneralSecurityException {
        KeyPair pair = pair(algorithm);
        publicKey = pair.getPublic();
        KeyRing ring = ring(SigningKey.of("bench", JwtAlgorithm.valueOf(algorithm), pair));
        token = JwtIssuer.builder(ring)
                .issuer(ISSUER)
                .audience("api")
                .build()
                .issue(TokenRequest.of("user-42", "bench"))
                .text();
        int dot = token.lastIndexOf('.');
        signed = token.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        signature = java.util.Base64.getUrlDecoder().decode(token.substring(dot + 1));
        raw = signature(
                switch (algorithm) {
                    case "RS256" -> "SHA256withRSA";
                    case "ES256" -> "SHA256withECDSAinP1363Format";
                    default -> "Ed25519";
                });
        for (int i = 0; i < REVOKED; i++) {
            blocklist.revokeToken(ISSUER, "revoked-" + i, Instant.now().plusSeconds(3_000));
        }
        verifier = JwtVerifier.builder(ring)
                .issuer(ISSUER)
                .audience("api")
                .cacheSize(0)
                .build();
        remembering = JwtVerifier.builder(ring)
                .issuer(ISSUER)
                .audience("api")
                .blocklist(blocklist)
                .build();
    }

    /** Ends the blocklist's reader. */
    @TearDown
    public void close() {
        blocklist.close();
    }

    /**
     * The floor: the JDK's signature check and nothing else.
     *
     * @return whether it is right
     * @throws GeneralSecurityException if it could not be checked
     */
    @Benchmark
    public boolean bareSignature() throws GeneralSecurityException {
        raw.initVerify(publicKey);
        raw.update(signed);
        return raw.verify(signature);
    }

    /**
     * The whole verification.
     *
     * @return the token
     */
    @Benchmark
    public AccessToken verify() {
        return verifier.verify(token);
    }

    /**
     * The same for a token seen before, with a look into the blocklist.
     *
     * @return the token
     */
    @Benchmark
    public AccessToken verifyRemembered() {
        return remembering.verify(token);
    }

    /**
     * Makes one outside of JMH, to be closed.
     *
     * @param algorithm as the parameter has it
     * @return the same, with a token
     * @throws GeneralSecurityException if this JDK lacks the algorithm
     */
    public static TokenInProcess of(String algorithm) throws GeneralSecurityException {
        TokenInProcess made = new TokenInProcess();
        made.algorithm = algorithm;
        made.issue();
        return made;
    }

    /**
     * Returns what is verified, for whoever else verifies it: for the audience {@code api}, by the key {@code bench}.
     *
     * @return the token
     */
    public String token() {
        return token;
    }

    /**
     * Returns by what it is verified.
     *
     * @return the public key
     */
    public PublicKey publicKey() {
        return publicKey;
    }

    private static KeyRing ring(SigningKey key) {
        return KeyRing.of(key);
    }

    private static KeyPair pair(String algorithm) {
        try {
            if (algorithm.equals("ES256")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.equals("ED25519") ? "Ed25519" : "RSA");
            if (!algorithm.equals("ED25519")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature signature(String name) {
        try {
            return Signature.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
