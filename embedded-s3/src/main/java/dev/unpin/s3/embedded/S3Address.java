package dev.unpin.s3.embedded;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where a bucket is and how to get in; its text never shows the secret. */
record S3Address(URI endpoint, String region, String bucket, Keys keys) {
    static final String DEFAULT_REGION = "us-east-1";

    /** Who asks. */
    record Keys(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return "Keys[" + accessKeyId + "]";
        }
    }

    static S3Address parse(String text) {
        String allowed =
                EmbeddedS3.VARIABLE + " must look like http[s]://accessKeyId:secret@host[:port]/bucket[?region],"
                        + " with both keys percent-encoded";
        URI uri;
        try {
            uri = new URI(text.strip());
            String user = uri.getRawUserInfo();
            String path = uri.getPath();
            int colon = user == null ? -1 : user.indexOf(':');
            boolean fits = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && colon > 0
                    && path != null
                    && path.matches("/[^/]+/?");
            if (user == null || path == null || !fits) {
                throw new IllegalArgumentException(allowed);
            }
            return new S3Address(
                    new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null),
                    uri.getQuery() == null ? DEFAULT_REGION : uri.getQuery(),
                    path.replace("/", ""),
                    new Keys(decoded(user.substring(0, colon)), decoded(user.substring(colon + 1))));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(allowed); // the text and the cause may hold a secret
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "bucket " + bucket + " at " + endpoint;
    }
}
