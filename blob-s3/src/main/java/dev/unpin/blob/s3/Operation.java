package dev.unpin.blob.s3;

/** What is asked of a store, for messages and for what a missing answer means. */
enum Operation {
    PUT("write a blob", Kind.WRITE),
    BEGIN("begin an upload", Kind.WRITE),
    PART("take a part of an upload", Kind.WRITE),
    LIST_PARTS("list the parts of an upload", Kind.READ),
    COMPLETE("complete an upload", Kind.LONG_WRITE),
    ABORT("abort an upload", Kind.WRITE),
    LIST_UPLOADS("list uploads", Kind.READ),
    HEAD("look at a blob", Kind.READ),
    GET("open a blob", Kind.READ),
    DELETE("remove a blob", Kind.WRITE),
    DELETE_ALL("remove blobs", Kind.WRITE),
    COPY("copy a blob", Kind.LONG_WRITE),
    LIST("list blobs", Kind.READ),
    PING("tell whether the bucket is there", Kind.READ);

    private enum Kind {
        READ,
        WRITE,
        /** Moves up to terabytes inside of the store before it answers. */
        LONG_WRITE
    }

    private final String text;
    private final Kind kind;

    Operation(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    boolean isRead() {
        return kind == Kind.READ;
    }

    boolean isLong() {
        return kind == Kind.LONG_WRITE;
    }

    @Override
    public String toString() {
        return text;
    }
}
