package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class PostPolicyTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /**
     * The example of "Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)" in AWS' documentation, its
     * policy written as it is there, lines ending in CR and LF.
     */
    @Test
    void theExampleOfAwsIsSignedAlike() {
        String policy = String.join(
                "\r\n",
                "{ \"expiration\": \"2015-12-30T12:00:00.000Z\",",
                "  \"conditions\": [",
                "    {\"bucket\": \"sigv4examplebucket\"},",
                "    [\"starts-with\", \"$key\", \"user/user1/\"],",
                "    {\"acl\": \"public-read\"},",
                "    {\"success_action_redirect\": \"http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html\"},",
                "    [\"starts-with\", \"$Content-Type\", \"image/\"],",
                "    {\"x-amz-meta-uuid\": \"14365123651274\"},",
                "    {\"x-amz-server-side-encryption\": \"AES256\"},",
                "    [\"starts-with\", \"$x-amz-meta-tag\", \"\"],",
                "",
                "    {\"x-amz-credential\": \"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request\"},",
                "    {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},",
                "    {\"x-amz-date\": \"20151229T000000Z\" }",
                "  ]",
                "}");

        assertThat(PostPolicy.signature(
                        Base64.getEncoder().encodeToString(policy.getBytes(UTF_8)), SECRET, "20151229", "us-east-1"))
                .isEqualTo("8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
    }

    @Test
    void everyFieldIsDemandedExactly() {
        Map<String, String> demanded = new LinkedHashMap<>();
        demanded.put("key", "a/\"quoted\"\\é😀");
        demanded.put("Content-Type", "image/png");

        Map<String, String> fields = new PostPolicy("photos", "eu-central-1")
                .sign(
                        demanded,
                        1,
                        1000,
                        AwsSessionCredentials.create("AK", SECRET, "token"),
                        Instant.parse("2026-11-25T10:00:00.5Z"),
                        Duration.ofMinutes(15));

        assertThat(fields.keySet())
                .containsExactly(
                        "key",
                        "Content-Type",
                        "x-amz-algorithm",
                        "x-amz-credential",
                        "x-amz-date",
                        "x-amz-security-token",
                        "policy",
                        "x-amz-signature");
        String policy = new String(Base64.getDecoder().decode(fields.get("policy")), UTF_8);
        assertThat(policy)
                .isEqualTo("{\"expiration\":\"2026-11-25T10:15:00.500Z\",\"conditions\":[{\"bucket\":\"photos\"},"
                        + "[\"content-length-range\",1,1000],"
                        + "[\"eq\",\"$key\",\"a/\\u0022quoted\\u0022\\u005c\\u00e9\\ud83d\\ude00\"],"
                        + "[\"eq\",\"$Content-Type\",\"image/png\"],"
                        + "[\"eq\",\"$x-amz-algorithm\",\"AWS4-HMAC-SHA256\"],"
                        + "[\"eq\",\"$x-amz-credential\",\"AK/20261125/eu-central-1/s3/aws4_request\"],"
                        + "[\"eq\",\"$x-amz-date\",\"20261125T100000Z\"],"
                        + "[\"eq\",\"$x-amz-security-token\",\"token\"]]}");
        assertThat(fields.toString()).doesNotContain(SECRET);
    }

    @Test
    void keysThatNeverChangeNeedNoToken() {
        assertThat(new PostPolicy("b", "r")
                        .sign(
                                Map.of("key", "k"),
                                0,
                                1,
                                AwsBasicCredentials.create("AK", SECRET),
                                Instant.EPOCH,
                                Duration.ofSeconds(1)))
                .doesNotContainKey("x-amz-security-token")
                .containsEntry("x-amz-date", "19700101T000000Z");
    }
}
