package dev.unpin.testkit.token;

import dev.unpin.token.spi.FamilyList;
import dev.unpin.token.spi.OpenFamilyReply;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RevokeReply;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import java.util.List;

/** The store of an instance that dies when a rotation has been judged, before it can do anything about it. */
final class CrashingStore implements RefreshTokenStore {
    private final RefreshTokenStore store;

    CrashingStore(RefreshTokenStore store) {
        this.store = store;
    }

    /** Stands for the end of a process; an error, so that nobody takes it for an outage. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public OpenFamilyReply open(OpenFamilyRequest request) {
        return store.open(request);
    }

    @Override
    public RotateReply rotate(RotateRequest request) {
        store.rotate(request);
        throw new Crash();
    }

    @Override
    public RevokeReply revoke(String owner, String family) {
        return store.revoke(owner, family);
    }

    @Override
    public RevokeReply revokeAll(String owner) {
        return store.revokeAll(owner);
    }

    @Override
    public FamilyList list(String owner) {
        return store.list(owner);
    }

    @Override
    public void acknowledge(String owner, List<String> families) {
        store.acknowledge(owner, families);
    }

    @Override
    public void ping() {
        store.ping();
    }
}
