/** Unpin's users' types, the ports that drivers implement, and the in-process drivers. */
module dev.unpin.core {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.unpin;
    exports dev.unpin.blob;
    exports dev.unpin.blob.spi;
    exports dev.unpin.codec;
    exports dev.unpin.concurrency;
    exports dev.unpin.concurrency.spi;
    exports dev.unpin.http;
    exports dev.unpin.idempotency;
    exports dev.unpin.idempotency.spi;
    exports dev.unpin.lifecycle;
    exports dev.unpin.seal;
    exports dev.unpin.session;
    exports dev.unpin.session.spi;
    exports dev.unpin.token;
    exports dev.unpin.token.refresh;
    exports dev.unpin.token.spi;
}
