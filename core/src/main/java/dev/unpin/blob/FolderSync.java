package dev.unpin.blob;

/** What a {@link FolderBlobStore} survives. */
public enum FolderSync {
    /** The end of the process at any moment, but not of the machine: the file system writes when it likes. */
    NONE,
    /** The end of the machine too: every write waits until it is on the disk. Slow. */
    EVERY_WRITE
}
