/** An S3 server inside of the JVM for tests and demos. */
module dev.unpin.s3.embedded {
    requires static transitive org.jspecify;

    exports dev.unpin.s3.embedded;
}
