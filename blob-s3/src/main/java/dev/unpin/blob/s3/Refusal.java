package dev.unpin.blob.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A store's answer that it did not do what was asked.
 *
 * @param status the HTTP status
 * @param code the code of the error, or empty: answers to {@code HEAD} have none
 * @param resent whether an earlier send of the same request may have been applied
 * @param error what the SDK reported
 */
record Refusal(int status, String code, boolean resent, AwsServiceException error) {
    static Refusal of(AwsServiceException error, Sends sends) {
        AwsErrorDetails details = error.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        return new Refusal(error.statusCode(), code, sends.earlierMayHaveBeenApplied(error.numAttempts()), error);
    }

    boolean isConditionFailed() {
        return status == 412;
    }

    boolean isConflict() {
        return status == 409;
    }

    /** Whether there is no such blob; a missing bucket is another matter. */
    boolean isAbsent() {
        return status == 404 && (code.equals("NoSuchKey") || code.isEmpty() || code.equals("404"));
    }

    /** Whether there is no such upload. */
    boolean isUploadGone() {
        return status == 404 && code.equals("NoSuchUpload");
    }
}
