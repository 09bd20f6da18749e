package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * The form by which a browser posts a file to S3, signed by version 4 of AWS' signatures; the SDK can sign none. The
 * policy demands every field exactly as it is.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST policy</a>
 */
final class PostPolicy {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter EXPIRATION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private final String bucket;
    private final String region;

    PostPolicy(String bucket, String region) {
        this.bucket = bucket;
        this.region = region;
    }

    /**
     * Signs a form.
     *
     * @param demanded the fields that the client has to send, the key among them
     * @return these and the fields that the signature adds, in the order in which they are sent
     */
    Map<String, String> sign(
            Map<String, String> demanded,
            long minBytes,
            long maxBytes,
            AwsCredentialsIdentity credentials,
            Instant now,
            Duration lifetime) {
        String day = DAY.format(now.atOffset(ZoneOffset.UTC));
        Map<String, String> fields = new LinkedHashMap<>(demanded);
        fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        fields.put("x-amz-credential", credentials.accessKeyId() + "/" + day + "/" + region + "/s3/aws4_request");
        fields.put("x-amz-date", SECOND.format(now.atOffset(ZoneOffset.UTC)));
        if (credentials instanceof AwsSessionCredentialsIdentity session) {
            fields.put("x-amz-security-token", session.sessionToken());
        }
        StringBuilder json = new StringBuilder("{\"expiration\":\"")
                .append(EXPIRATION.format(now.plus(lifetime).atOffset(ZoneOffset.UTC)))
                .append("\",\"conditions\":[{\"bucket\":")
                .append(quoted(bucket))
                .append("},[\"content-length-range\",")
                .append(minBytes)
                .append(',')
                .append(maxBytes)
                .append(']');
        fields.forEach((name, value) -> json.append(",[\"eq\",")
                .append(quoted("$" + name))
                .append(',')
                .append(quoted(value))
                .append(']'));
        String policy =
                Base64.getEncoder().encodeToString(json.append("]}").toString().getBytes(UTF_8));
        fields.put("policy", policy);
        fields.put("x-amz-signature", signature(policy, credentials.secretAccessKey(), day, region));
        return fields;
    }

    static String signature(String base64Policy, String secretAccessKey, String day, String region) {
        byte[] key = ("AWS4" + secretAccessKey).getBytes(UTF_8);
        for (String part : new String[] {day, region, "s3", "aws4_request"}) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, base64Policy));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    /** As ASCII, so that no store has to agree with us about an encoding. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\' || c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
