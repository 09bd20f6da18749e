package dev.unpin.testkit.stateless;

import java.net.URI;

/** Restarts an instance of the service under test, with whatever it takes: a process, a container, an orchestrator. */
@FunctionalInterface
public interface InstanceRestart {
    /**
     * Stops an instance, starts another in its place, and waits until it answers.
     *
     * @param instance the base address of the one to stop
     * @return the base address of the new one, which may be the same
     * @throws Exception if that did not work; it ends the check
     */
    URI restart(URI instance) throws Exception;
}
