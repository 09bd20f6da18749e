package dev.unpin.examples.lab.load;

import dev.unpin.examples.lab.service.ServiceMain;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;

/**
 * What others do with a user's tokens: an operator revokes them, and who has got hold of one goes on showing it.
 * Neither has the user's cookies, so the balancer sends them to whoever's turn it is. Not thread-safe.
 */
final class Revocation implements AutoCloseable {
    private final String user;
    private final Wire wire;
    private String token = "";
    private long acknowledged;

    Revocation(String user, URI target) {
        this.user = user;
        this.wire = new Wire(target);
    }

    /** Tells whether there is a revoked token. */
    boolean done() {
        return !token.isEmpty();
    }

    /**
     * Revokes all tokens of the user.
     *
     * @param last the newest of them, which is shown from now on
     */
    User.Outcome revoke(String last) {
        try {
            Wire.Reply reply = wire.send("DELETE", "/tokens/" + user, List.of(), new byte[0]);
            if (reply.status() != 204) {
                return User.Outcome.of(reply, EnumSet.of(Count.ERROR_SAFE));
            }
            token = last;
            acknowledged = System.nanoTime();
            return User.Outcome.of(reply, EnumSet.of(Count.GOOD));
        } catch (IOException e) {
            return User.Outcome.unanswered(EnumSet.of(Count.ERROR_SAFE));
        }
    }

    /** Shows the revoked token. Until every instance has to know, both answers are right. */
    User.Outcome reuse() {
        boolean known = System.nanoTime() - acknowledged >= ServiceMain.REVOCATION_BOUND.toNanos();
        try {
            Wire.Reply reply = wire.send("GET", "/me", List.of("Authorization: Bearer " + token), new byte[0]);
            boolean accepted = reply.status() == 200;
            if (!accepted && reply.status() != 401) {
                return User.Outcome.of(reply, EnumSet.of(Count.ERROR_SAFE));
            }
            EnumSet<Count> counts = EnumSet.of(known && accepted ? Count.REVOKED_ACCEPTED : Count.GOOD);
            if (known) {
                counts.add(Count.REVOKED_SHOWN);
            }
            return User.Outcome.of(reply, counts);
        } catch (IOException e) {
            return User.Outcome.unanswered(EnumSet.of(Count.ERROR_SAFE));
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
