package dev.unpin.testkit.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Turns around the tests that {@link BlobStoreFixture#knownFaults} names: they have to fail. Made by JUnit, for
 * {@link BlobStoreContract}.
 */
public final class KnownFaults implements InvocationInterceptor {
    /** Made by JUnit. */
    public KnownFaults() {}

    @Override
    @SuppressWarnings("NullAway") // JDK 17 and 25 read the nullness of the argument of Invocation differently
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        BlobStoreFixture fixture = (BlobStoreFixture) context.getRequiredTestInstance();
        String name = method.getExecutable().getName();
        String reason = fixture.knownFaults().get(name);
        if (reason == null) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (Throwable asExpected) {
            context.publishReportEntry("known fault", name + ": " + reason);
            return;
        }
        fail(name + " is kept now: remove it from knownFaults, where it says: " + reason);
    }

    /** A name that is no test would never be checked. */
    static void requireTests(BlobStoreFixture fixture) {
        Set<String> tests = Arrays.stream(fixture.getClass().getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(fixture.knownFaults().keySet());
        unknown.removeAll(tests);
        assertEquals(Set.of(), unknown, "known faults that are not the name of a test");
    }
}
