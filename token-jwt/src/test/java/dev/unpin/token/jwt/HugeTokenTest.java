package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A huge token costs what its first kilobytes cost; counted in bytes allocated, since every byte looked at is copied.
 */
class HugeTokenTest {
    private static final long ALLOWED_BYTES = 64 * 1024;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Forge FORGE = Forge.of(JwtAlgorithm.HS256);

    record Huge(String name, Function<Forge, String> token) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Huge> hugeTokens() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String long12Mb = Forge.quote("x".repeat(12 << 20));
        return Stream.of(
                new Huge(
                        "a claim of 12 MB",
                        f -> f.sign(f.header(), Forge.claims().with("x", long12Mb))),
                new Huge(
                        "claims nested 100,000 deep",
                        f -> f.sign(f.header(), Forge.claims().with("x", deep))),
                new Huge("200,000 claims", f -> f.sign(f.header().toString(), members(200_000))),
                new Huge(
                        "a number of 200,000 digits",
                        f -> f.sign(f.header(), Forge.claims().with("x", "1".repeat(200_000)))),
                new Huge("a header of 12 MB", f -> f.sign(f.header().with("x", long12Mb), Forge.claims())),
                new Huge("a header nested 100,000 deep", f -> f.sign(f.header().with("x", deep), Forge.claims())),
                new Huge("a signature of 12 MB", f -> f.good() + "A".repeat(12 << 20)),
                new Huge("12 MB of dots", f -> ".".repeat(12 << 20)),
                new Huge("12 MB of blanks", f -> " ".repeat(12 << 20)));
    }

    @ParameterizedTest
    @MethodSource("hugeTokens")
    void aHugeTokenIsRefusedForItsSizeAlone(Huge huge) {
        JwtVerifier verifier = FORGE.verifier().build();
        String token = huge.token.apply(FORGE);
        String header = "Bearer " + token;
        ThrowingCallable verify = () -> verifier.verify(token);
        ThrowingCallable verifyBearer = () -> verifier.verifyBearer(header);
        refuse(verify); // loads and links all there is, these calls included
        refuse(verifyBearer);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        refuse(verify);
        refuse(verifyBearer);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(ALLOWED_BYTES);
    }

    /** As large as may be, and as bad: what stands before the signature is all that a stranger can cause. */
    @ParameterizedTest
    @EnumSource(names = {"HS256", "ES256"})
    void unsignedJunkOfTheAllowedSizeCostsLittleMore(JwtAlgorithm algorithm) {
        Forge forge = Forge.of(algorithm);
        JwtVerifier verifier = forge.verifier().build();
        String members =
                IntStream.range(0, 520).mapToObj(i -> "\"c" + i + "\":" + i).collect(Collectors.joining(",", "{", "}"));
        String token = Forge.encode(members) + "." + Forge.encode("{}") + ".AAAA";
        assertThat(token.length()).isBetween(7_000, 8_192);
        refuse(() -> verifier.verify(token));

        long before = THREADS.getCurrentThreadAllocatedBytes();
        refuse(() -> verifier.verify(token));

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(256 * 1024);
    }

    private static String members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"c" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void refuse(ThrowingCallable call) {
        TokenException refusal = catchThrowableOfType(TokenException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(TokenRejection.MALFORMED);
    }
}
