package dev.unpin.token.jwt;

import static dev.unpin.token.TokenRejection.BAD_SIGNATURE;
import static dev.unpin.token.TokenRejection.MALFORMED;
import static dev.unpin.token.TokenRejection.UNKNOWN_KEY;
import static dev.unpin.token.TokenRejection.UNSUPPORTED;
import static dev.unpin.token.TokenRejection.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.token.TokenRejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tokens that no verifier may accept, whatever the algorithm; signed where that is what makes them dangerous. */
final class BadTokens {
    /** A bad token: its name, why it is refused, and how it is made. */
    record Bad(String name, TokenRejection reason, Function<Forge, String> token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Bad> all = new ArrayList<>();

    private BadTokens() {}

    static Stream<Bad> forAnyAlgorithm() {
        BadTokens bad = new BadTokens();
        bad.algorithms();
        bad.keyIds();
        bad.signatures();
        bad.encodings();
        bad.headers();
        return Stream.concat(bad.all.stream(), BadPayloads.forAnyAlgorithm());
    }

    private void algorithms() {
        for (String none : List.of("none", "None", "NONE", "nOnE", "none ")) {
            unsigned(
                    "alg " + none + ", no signature", MALFORMED, f -> f.header().with("alg", Forge.quote(none)));
            header(
                    "alg " + none + " with a signature",
                    UNSUPPORTED,
                    f -> f.header().with("alg", Forge.quote(none)));
        }
        header("alg missing", MALFORMED, f -> f.header().without("alg"));
        header("alg empty", MALFORMED, f -> f.header().with("alg", "\"\""));
        header("alg null", MALFORMED, f -> f.header().with("alg", "null"));
        header("alg a list", MALFORMED, f -> f.header().with("alg", "[\"ES256\"]"));
        header("alg unheard of", UNSUPPORTED, f -> f.header().with("alg", "\"XX256\""));
        header(
                "alg in lower case",
                UNSUPPORTED,
                f -> f.header().with("alg", Forge.quote(f.algorithm().joseName().toLowerCase(Locale.ROOT))));
        for (JwtAlgorithm other : JwtAlgorithm.values()) {
            add(
                    "alg of another key: " + other,
                    UNSUPPORTED,
                    f -> f.sign(
                            f.header().with("alg", Forge.quote(other == f.algorithm() ? "none" : other.joseName())),
                            Forge.claims()));
        }
        for (String member : List.of("jwk", "jku", "x5u", "x5c")) {
            header(
                    "a key brought along in " + member,
                    UNSUPPORTED,
                    f -> f.header()
                            .with(
                                    member,
                                    member.equals("jwk")
                                            ? "{\"kty\":\"oct\",\"k\":\"AAAA\"}"
                                            : "\"https://evil.example\""));
        }
    }

    private void keyIds() {
        header("kid missing", MALFORMED, f -> f.header().without("kid"));
        header("kid empty", MALFORMED, f -> f.header().with("kid", "\"\""));
        header("kid a number", MALFORMED, f -> f.header().with("kid", "1"));
        header("kid a list", MALFORMED, f -> f.header().with("kid", "[\"" + Forge.KEY_ID + "\"]"));
        header("kid with NUL", MALFORMED, f -> f.header().with("kid", "\"" + Forge.KEY_ID + "\\u0000\""));
        header("kid huge", MALFORMED, f -> f.header().with("kid", Forge.quote("k".repeat(257))));
        header("kid a path", UNKNOWN_KEY, f -> f.header().with("kid", "\"../../../../dev/null\""));
        header("kid with SQL", UNKNOWN_KEY, f -> f.header().with("kid", "\"' UNION SELECT 'key' --\""));
        header("kid unknown", UNKNOWN_KEY, f -> f.header().with("kid", "\"key-2\""));
        add(
                "signed by another key under this kid",
                BAD_SIGNATURE,
                f -> new Forge(Forge.newKey(f.algorithm(), "other")).sign(f.header(), Forge.claims()));
    }

    private void signatures() {
        add(
                "signature cut away with its dot",
                MALFORMED,
                f -> f.good().substring(0, f.good().lastIndexOf('.')));
        add("signature empty", MALFORMED, f -> f.good().substring(0, f.good().lastIndexOf('.') + 1));
        signature("signature all zero", bytes -> new byte[bytes.length]);
        signature("signature all ones", bytes -> {
            Arrays.fill(bytes, (byte) 0xff);
            return bytes;
        });
        signature("signature of one zero byte", bytes -> new byte[1]);
        signature("signature one byte short", bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        signature("signature one byte long", bytes -> Arrays.copyOf(bytes, bytes.length + 1));
        signature("signature twice", bytes -> {
            byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
            System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
            return twice;
        });
        signature("signature with one bit changed", bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });
        add("claims changed after signing", BAD_SIGNATURE, f -> {
            List<String> parts = List.of(f.good().split("\\.", -1));
            String changed =
                    Forge.encode(Forge.claims().with("sub", "\"admin\"").toString());
            return parts.get(0) + "." + changed + "." + parts.get(2);
        });
        add("header changed after signing", BAD_SIGNATURE, f -> {
            List<String> parts = List.of(f.good().split("\\.", -1));
            return Forge.encode(f.header().with("x", "1").toString()) + "." + parts.get(1) + "." + parts.get(2);
        });
    }

    private void encodings() {
        add("empty", MALFORMED, f -> "");
        add("dots alone", MALFORMED, f -> "..");
        add("one part", MALFORMED, f -> f.good().replace(".", ""));
        add("four parts", MALFORMED, f -> f.good() + ".AAAA");
        add("six parts", MALFORMED, f -> f.good() + ".AAAA.AAAA.AAAA");
        add(
                "five parts, a JWE",
                UNSUPPORTED,
                f -> Forge.encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA");
        add(
                "a JWE around an unsigned token",
                UNSUPPORTED,
                f -> Forge.encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}") + ".AAAA.AAAA."
                        + Forge.encode("{\"alg\":\"none\"}") + ".AAAA");
        add("JSON serialization", MALFORMED, f -> {
            List<String> parts = List.of(f.good().split("\\.", -1));
            return "{\"protected\":\"" + parts.get(0) + "\",\"payload\":\"" + parts.get(1) + "\",\"signature\":\""
                    + parts.get(2) + "\"}";
        });
        add("leading blank", MALFORMED, f -> " " + f.good());
        add("trailing blank", MALFORMED, f -> f.good() + " ");
        add("trailing newline", MALFORMED, f -> f.good() + "\n");
        add(
                "newline inside",
                MALFORMED,
                f -> new StringBuilder(f.good()).insert(40, '\n').toString());
        add("signature padded", MALFORMED, f -> f.good() + "=");
        add("signature padded twice", MALFORMED, f -> f.good() + "==");
        add(
                "signature with a character of the standard alphabet",
                MALFORMED,
                f -> f.good().substring(0, f.good().length() - 4) + "++//");
        add(
                "signature with a character beyond ASCII",
                MALFORMED,
                f -> f.good().substring(0, f.good().length() - 1) + "\u0410");
        add("signature with a second spelling", MALFORMED, f -> secondSpelling(f.good()));
        add(
                "header padded, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        odd(f.header().toString()) + "=",
                        Forge.encode(Forge.claims().toString())));
        add(
                "payload padded, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        Forge.encode(f.header().toString()), odd(Forge.claims().toString()) + "="));
        add(
                "payload with a second spelling, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        Forge.encode(f.header().toString()),
                        next(odd(Forge.claims().toString()))));
        add(
                "header with a second spelling, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        next(odd(f.header().toString())),
                        Forge.encode(Forge.claims().toString())));
        add(
                "payload with an illegal character, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        Forge.encode(f.header().toString()),
                        Forge.encode(Forge.claims().toString()) + "*AAA"));
        add(
                "payload with a newline, signed so",
                MALFORMED,
                f -> f.signEncoded(
                        Forge.encode(f.header().toString()),
                        Forge.encode(Forge.claims().toString()) + "\r\n"));
        add(
                "payload empty, signed so",
                MALFORMED,
                f -> f.signEncoded(Forge.encode(f.header().toString()), ""));
        add(
                "payload not encoded, b64 false",
                UNSUPPORTED,
                f -> f.sign(f.header().with("b64", "false").with("crit", "[\"b64\"]"), Forge.claims()));
        header("b64 false without crit", UNSUPPORTED, f -> f.header().with("b64", "false"));
        header("compressed", UNSUPPORTED, f -> f.header().with("zip", "\"DEF\""));
        header("enc", UNSUPPORTED, f -> f.header().with("enc", "\"A256GCM\""));
        header("cty JWT", UNSUPPORTED, f -> f.header().with("cty", "\"JWT\""));
    }

    private void headers() {
        header(
                "crit unknown",
                UNSUPPORTED,
                f -> f.header().with("crit", "[\"exp\"]").with("exp", "1"));
        header("crit empty", UNSUPPORTED, f -> f.header().with("crit", "[]"));
        header("crit of a registered name", UNSUPPORTED, f -> f.header().with("crit", "[\"alg\"]"));
        header("crit no list", UNSUPPORTED, f -> f.header().with("crit", "\"exp\""));
        header("crit of an absent member", UNSUPPORTED, f -> f.header().with("crit", "[\"absent\"]"));
        header("crit null", UNSUPPORTED, f -> f.header().with("crit", "null"));
        header("typ absent", WRONG_TYPE, f -> f.header().without("typ"));
        header("typ null", MALFORMED, f -> f.header().with("typ", "null"));
        header("typ a number", MALFORMED, f -> f.header().with("typ", "1"));
        for (String type : List.of("JWT", "refresh+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "at+jwt ", "")) {
            header("typ " + type, WRONG_TYPE, f -> f.header().with("typ", Forge.quote(type)));
        }
        for (String member : List.of("alg", "kid", "typ")) {
            rawHeader("header with " + member + " twice", f -> f.header().open() + ",\"" + member + "\":\"x\"}");
        }
        rawHeader("header null", f -> "null");
        rawHeader("header a list", f -> "[" + f.header() + "]");
        rawHeader("header a string", f -> "\"ES256\"");
        rawHeader("header a number", f -> "1");
        rawHeader("header no JSON", f -> "alg=ES256");
        rawHeader("header a blank", f -> " ");
        rawHeader("header with something after it", f -> f.header() + "x");
        rawHeader("header with another after it", f -> f.header().toString() + f.header());
        rawHeader("header with a comment", f -> "/* */" + f.header());
        rawHeader("header with a trailing comma", f -> f.header().open() + ",}");
        rawHeader("header cut off", f -> f.header().open());
        rawHeader("header nested 1,000 deep", f -> f.header().open() + ",\"x\":" + nested(1_000) + "}");
        rawHeader("header with 17 members", f -> {
            Forge.Json many = f.header();
            for (int i = 0; i < 14; i++) {
                many = many.with("x" + i, "1");
            }
            return many.toString();
        });
        add("header with BOM", MALFORMED, f -> f.sign(("\uFEFF" + f.header()).getBytes(UTF_8), bytes(Forge.claims())));
        add(
                "header in UTF-16",
                MALFORMED,
                f -> f.sign(f.header().toString().getBytes(UTF_16LE), bytes(Forge.claims())));
        add(
                "header in broken UTF-8",
                MALFORMED,
                f -> f.sign(f.header().with("x", "\"\u00ff\"").toString().getBytes(ISO_8859_1), bytes(Forge.claims())));
    }

    private void add(String name, TokenRejection reason, Function<Forge, String> token) {
        all.add(new Bad(name, reason, token));
    }

    private void header(String name, TokenRejection reason, Function<Forge, Forge.Json> header) {
        add(name, reason, f -> f.sign(header.apply(f), Forge.claims()));
    }

    private void rawHeader(String name, Function<Forge, String> header) {
        add(name, MALFORMED, f -> f.sign(header.apply(f), Forge.claims().toString()));
    }

    private void unsigned(String name, TokenRejection reason, Function<Forge, Forge.Json> header) {
        add(
                name,
                reason,
                f -> Forge.encode(header.apply(f).toString()) + "."
                        + Forge.encode(Forge.claims().toString()) + ".");
    }

    private void signature(String name, Function<byte[], byte[]> change) {
        add(name, BAD_SIGNATURE, f -> {
            String good = f.good();
            int dot = good.lastIndexOf('.');
            byte[] signature = Base64.getUrlDecoder().decode(good.substring(dot + 1));
            return good.substring(0, dot + 1) + Base64Text.encode(change.apply(signature));
        });
    }

    static byte[] bytes(Forge.Json json) {
        return json.toString().getBytes(UTF_8);
    }

    static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /** Base64url of the JSON, with blanks behind it until there are bits to spare. */
    private static String odd(String json) {
        return Forge.encode(
                json.getBytes(UTF_8).length % 3 == 2 ? json : json + " ".repeat(2 - json.getBytes(UTF_8).length % 3));
    }

    /** The same bytes, with a spare bit set. */
    private static String next(String base64) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(base64.charAt(base64.length() - 1));
        return base64.substring(0, base64.length() - 1) + alphabet.charAt(last + 1);
    }

    /** Signatures whose length is a multiple of three have no second spelling; those are cut off instead. */
    private static String secondSpelling(String good) {
        int length = good.length() - good.lastIndexOf('.') - 1;
        return length % 4 == 0 ? good.substring(0, good.length() - 3) : next(good);
    }
}
