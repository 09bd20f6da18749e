/** JSON codecs on Jackson 2. */
module dev.unpin.codec.jackson {
    requires transitive dev.unpin.core;
    requires transitive com.fasterxml.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.unpin.codec.jackson;
}
