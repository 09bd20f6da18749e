package dev.unpin.testkit.session;

/** The contract on sessions in memory. */
class MemorySessionStoreTest extends MemoryDriver {}
