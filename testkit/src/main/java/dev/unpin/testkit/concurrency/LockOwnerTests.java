package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockReply.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who has a lock, who has not, and what was sent twice or late. */
interface LockOwnerTests extends LockStoreFixture {
    @Test
    default void anotherIsToldForHowLongTheLockIsTaken() {
        new Holder(store()).taken();

        LockReply reply = new Holder(store()).acquire();

        assertEquals(Status.BUSY, reply.status());
        assertTrue(reply.remaining().compareTo(Holder.LEASE) <= 0, reply.remaining()::toString);
        assertTrue(reply.remaining().compareTo(Duration.ZERO) > 0, reply.remaining()::toString);
    }

    @Test
    default void anAcquisitionThatArrivesAgainGetsTheSameFence() {
        Holder holder = new Holder(store());
        long fence = holder.taken();

        assertEquals(fence, new Holder(store(), holder.owner()).taken());
    }

    @Test
    default void aRenewalKeepsTheLockFromTheOthers() {
        Holder holder = new Holder(store());
        holder.taken();
        for (int i = 0; i < 5; i++) {
            elapse(Duration.ofSeconds(8));
            assertEquals(Status.TAKEN, holder.renew().status());
        }
        assertEquals(Status.BUSY, new Holder(store()).acquire().status());

        elapse(Holder.LEASE);

        assertEquals(Status.LOST, holder.renew().status());
        new Holder(store()).taken();
    }

    @Test
    default void aLateOwnerDoesNotTouchItsSuccessor() {
        Holder late = new Holder(store());
        late.taken();
        elapse(Holder.LEASE);
        Holder successor = new Holder(store());
        long fence = successor.taken();

        assertEquals(Status.LOST, late.renew().status());
        late.release();
        assertEquals(Status.BUSY, late.acquire().status());

        LockReply renewed = successor.renew();
        assertEquals(Status.TAKEN, renewed.status());
        assertEquals(fence, renewed.fence());
        assertEquals(Status.BUSY, new Holder(store()).acquire().status());
    }

    @Test
    default void aReleaseThatArrivesAgainChangesNothing() {
        Holder first = new Holder(store());
        first.taken();
        first.release();
        first.release();
        Holder second = new Holder(store());
        second.taken();
        first.release();

        assertEquals(Status.TAKEN, second.renew().status());
    }

    @Test
    default void anAcquisitionThatArrivesAfterItsReleaseTakesNothing() {
        Holder released = new Holder(store());
        released.taken();
        released.release();
        assertEquals(Status.LOST, released.acquire().status());

        Holder givenUp = new Holder(store());
        givenUp.release();
        assertEquals(Status.LOST, givenUp.acquire().status());
        assertEquals(Status.LOST, givenUp.renew().status());

        new Holder(store()).taken();
    }
}
