package dev.unpin.token.jwt;

import static dev.unpin.token.TokenRejection.EXPIRED;
import static dev.unpin.token.TokenRejection.MALFORMED;
import static dev.unpin.token.TokenRejection.MISSING_CLAIM;
import static dev.unpin.token.TokenRejection.NOT_YET_VALID;
import static dev.unpin.token.TokenRejection.TOO_LONG_LIVED;
import static dev.unpin.token.TokenRejection.WRONG_AUDIENCE;
import static dev.unpin.token.TokenRejection.WRONG_ISSUER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.token.TokenRejection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Well-signed tokens whose payload no verifier may believe, whatever the algorithm. */
final class BadPayloads {
    private static final int SKEW = 5;

    private final List<BadTokens.Bad> all = new ArrayList<>();

    private BadPayloads() {}

    static Stream<BadTokens.Bad> forAnyAlgorithm() {
        BadPayloads bad = new BadPayloads();
        bad.json();
        bad.claims();
        bad.times();
        return bad.all.stream();
    }

    private void json() {
        for (String member : List.of("sub", "exp", "iss", "jti")) {
            payload(member + " twice", f -> Forge.claims().open() + ",\"" + member + "\":\"admin\"}");
        }
        payload("sub twice, once escaped", f -> Forge.claims().open() + ",\"s\\u0075b\":\"admin\"}");
        payload("a member twice, deeper", f -> Forge.claims().open() + ",\"x\":{\"y\":1,\"y\":2}}");
        payload("payload null", f -> "null");
        payload("payload a list", f -> "[" + Forge.claims() + "]");
        payload("payload a string", f -> "\"sub\"");
        payload("payload blank", f -> " ");
        payload("payload cut off", f -> Forge.claims().open());
        payload("junk after the payload", f -> Forge.claims() + "junk");
        payload("a second object after the payload", f -> Forge.claims() + "{\"sub\":\"admin\"}");
        payload("NUL after the payload", f -> Forge.claims() + "\u0000");
        payload("NaN", f -> Forge.claims().with("x", "NaN").toString());
        payload("Infinity", f -> Forge.claims().with("x", "-Infinity").toString());
        payload("comment", f -> Forge.claims() + "// end");
        payload("single quotes", f -> Forge.claims().with("x", "'y'").toString());
        payload("a name without quotes", f -> Forge.claims().open() + ",x:1}");
        payload("trailing comma", f -> Forge.claims().open() + ",}");
        payload("leading zero", f -> Forge.claims().with("x", "01").toString());
        payload("hexadecimal", f -> Forge.claims().with("x", "0x10").toString());
        payload(
                "a line break in a string",
                f -> Forge.claims().with("x", "\"a\nb\"").toString());
        payload(
                "nested 1,000 deep",
                f -> Forge.claims().with("x", BadTokens.nested(1_000)).toString());
        payload(
                "nested 17 deep",
                f -> Forge.claims().with("x", BadTokens.nested(16)).toString());
        payload(
                "a number of 200 digits",
                f -> Forge.claims().with("x", "1".repeat(200)).toString());
        payload(
                "an exponent of 10 digits",
                f -> Forge.claims().with("x", "1E1000000000").toString());
        payload(
                "an exponent of minus 10 digits",
                f -> Forge.claims().with("x", "1E-1000000000").toString());
        payload(
                "NUL in a string",
                f -> Forge.claims().with("sub", "\"user-42\\u0000\"").toString());
        payload("NUL in a name", f -> Forge.claims().with("x\\u0000", "1").toString());
        payload(
                "half a surrogate pair",
                f -> Forge.claims().with("sub", "\"\\ud800\"").toString());
        payload("the other half", f -> Forge.claims().with("sub", "\"\\udc00\"").toString());
        payload(
                "halves in the wrong order",
                f -> Forge.claims().with("sub", "\"\\udc00\\ud800\"").toString());
        payload(
                "half a pair in a name",
                f -> Forge.claims().with("\\ud800x", "1").toString());
        payload("BOM", f -> "\uFEFF" + Forge.claims());
        raw("UTF-16, great end first", f -> Forge.claims().toString().getBytes(UTF_16BE));
        raw("UTF-16, little end first", f -> Forge.claims().toString().getBytes(UTF_16LE));
        raw(
                "a byte that is never UTF-8",
                f -> Forge.claims().with("sub", "\"\u00ff\"").toString().getBytes(ISO_8859_1));
        raw(
                "UTF-8 cut off",
                f -> Forge.claims().with("sub", "\"\u00c3\"").toString().getBytes(ISO_8859_1));
        raw(
                "overlong UTF-8",
                f -> Forge.claims().with("sub", "\"\u00c0\u00af\"").toString().getBytes(ISO_8859_1));
        raw(
                "a surrogate in UTF-8",
                f -> Forge.claims()
                        .with("sub", "\"\u00ed\u00a0\u0080\"")
                        .toString()
                        .getBytes(ISO_8859_1));
    }

    private void claims() {
        for (String name : List.of("iss", "sub", "aud", "client_id", "iat", "exp", "jti")) {
            claim(name + " missing", MISSING_CLAIM, Forge.claims().without(name));
            claim(name + " null", MISSING_CLAIM, Forge.claims().with(name, "null"));
            claim(name + " an object", MALFORMED, Forge.claims().with(name, "{}"));
            claim(name + " true", MALFORMED, Forge.claims().with(name, "true"));
        }
        for (String name : List.of("iss", "sub", "client_id", "jti")) {
            claim(name + " a number", MALFORMED, Forge.claims().with(name, "7"));
            claim(name + " a list", MALFORMED, Forge.claims().with(name, "[\"" + Forge.ISSUER + "\"]"));
            claim(name + " empty", MALFORMED, Forge.claims().with(name, "\"\""));
            claim(name + " of 1,025 characters", MALFORMED, Forge.claims().with(name, Forge.quote("x".repeat(1_025))));
        }
        claim("iss of another tenant", WRONG_ISSUER, Forge.claims().with("iss", "\"https://id.example/other\""));
        claim("iss with a slash", WRONG_ISSUER, Forge.claims().with("iss", "\"https://id.example/\""));
        claim("iss in capitals", WRONG_ISSUER, Forge.claims().with("iss", "\"HTTPS://ID.EXAMPLE\""));
        claim("aud of another service", WRONG_AUDIENCE, Forge.claims().with("aud", "\"other\""));
        claim("aud of other services", WRONG_AUDIENCE, Forge.claims().with("aud", "[\"other\",\"apis\"]"));
        claim("aud as a part of another", WRONG_AUDIENCE, Forge.claims().with("aud", "\"api api2\""));
        claim("aud mixed", MALFORMED, Forge.claims().with("aud", "[\"api\",7]"));
        claim("aud with null", MALFORMED, Forge.claims().with("aud", "[\"api\",null]"));
        claim("aud an empty list", MALFORMED, Forge.claims().with("aud", "[]"));
        claim("aud empty", MALFORMED, Forge.claims().with("aud", "\"\""));
        claim("aud a list in a list", MALFORMED, Forge.claims().with("aud", "[[\"api\"]]"));
        claim("scope a number", MALFORMED, Forge.claims().with("scope", "7"));
        claim("scope mixed", MALFORMED, Forge.claims().with("scope", "[\"a\",7]"));
        claim("sid a number", MALFORMED, Forge.claims().with("sid", "7"));
        claim("iat_ms of another second", MALFORMED, Forge.claims().with("iat_ms", (Forge.SECOND - 61) * 1000));
        claim("iat_ms a string", MALFORMED, Forge.claims().with("iat_ms", "\"1\""));
    }

    private void times() {
        for (String name : List.of("exp", "iat", "nbf")) {
            claim(name + " a string", MALFORMED, Forge.claims().with(name, Forge.quote("" + (Forge.SECOND + 60))));
            claim(name + " a list", MALFORMED, Forge.claims().with(name, "[" + (Forge.SECOND + 60) + "]"));
            claim(name + " negative", MALFORMED, Forge.claims().with(name, -1));
            claim(name + " in milliseconds", MALFORMED, Forge.claims().with(name, Forge.NOW.toEpochMilli()));
            claim(name + " the largest long", MALFORMED, Forge.claims().with(name, Long.MAX_VALUE));
            claim(name + " the smallest long", MALFORMED, Forge.claims().with(name, Long.MIN_VALUE));
            claim(name + " 2^63", MALFORMED, Forge.claims().with(name, "9223372036854775808"));
            claim(name + " 2^64 and a minute", MALFORMED, Forge.claims().with(name, "18446744075473541276"));
            claim(name + " 1e300", MALFORMED, Forge.claims().with(name, "1e300"));
            claim(name + " 1e401", MALFORMED, Forge.claims().with(name, "1e401"));
            claim(name + " 1E1000000000", MALFORMED, Forge.claims().with(name, "1E1000000000"));
        }
        claim("exp at the edge of the skew", EXPIRED, Forge.claims().with("exp", Forge.SECOND - SKEW));
        claim("exp a fraction before the edge", EXPIRED, Forge.claims().with("exp", (Forge.SECOND - SKEW) + ".249"));
        claim("exp long ago", EXPIRED, Forge.claims().with("iat", 1).with("exp", 2));
        claim("exp zero", MALFORMED, Forge.claims().with("exp", 0));
        claim("exp before iat", MALFORMED, Forge.claims().with("exp", Forge.SECOND - 61));
        claim("exp at iat", MALFORMED, Forge.claims().with("exp", Forge.SECOND - 60));
        claim("exp before nbf", MALFORMED, Forge.claims().with("nbf", Forge.SECOND + 600));
        claim(
                "exp a day and a second after iat",
                TOO_LONG_LIVED,
                Forge.claims().with("exp", Forge.SECOND - 60 + 86_401));
        claim("exp in the year 9999", TOO_LONG_LIVED, Forge.claims().with("exp", 253_402_300_799L));
        claim("iat beyond the skew", NOT_YET_VALID, Forge.claims().with("iat", Forge.SECOND + SKEW + 1));
        claim("nbf beyond the skew", NOT_YET_VALID, Forge.claims().with("nbf", Forge.SECOND + SKEW + 1));
        claim(
                "nbf a fraction beyond the skew",
                NOT_YET_VALID,
                Forge.claims().with("nbf", (Forge.SECOND + SKEW) + ".251"));
    }

    private void add(String name, TokenRejection reason, Function<Forge, String> token) {
        all.add(new BadTokens.Bad(name, reason, token));
    }

    private void payload(String name, Function<Forge, String> payload) {
        raw(name, f -> payload.apply(f).getBytes(UTF_8));
    }

    private void raw(String name, Function<Forge, byte[]> payload) {
        add(name, MALFORMED, f -> f.sign(BadTokens.bytes(f.header()), payload.apply(f)));
    }

    private void claim(String name, TokenRejection reason, Forge.Json claims) {
        add(name, reason, f -> f.sign(f.header(), claims));
    }
}
