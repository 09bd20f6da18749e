package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Notes the calls of several ports in their order, and interrupts one of them on cue. Not thread-safe. */
final class Calls {
    /** What an interrupted call has done. */
    enum Interruption {
        BEFORE,
        AFTER
    }

    private final List<String> names = new ArrayList<>();
    private int interruptAt = -1;
    private String interruptNext = "";
    private Interruption interruption = Interruption.BEFORE;

    /** A port whose calls are noted. */
    <T> T of(Class<T> port, T driver) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            boolean interrupted = names.size() == interruptAt;
            names.add(method.getName());
            if (method.getName().equals(interruptNext)) {
                interruptNext = "";
                throw interruption();
            }
            if (interrupted && interruption == Interruption.BEFORE) {
                throw interruption();
            }
            try {
                Object reply = method.invoke(driver, args);
                if (interrupted) {
                    throw interruption();
                }
                return reply;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** The calls since the last cue. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Starts counting anew, and interrupts the call with this number, from 0. */
    void interrupt(int call, Interruption how) {
        names.clear();
        interruptAt = call;
        interruption = how;
    }

    /** Interrupts the next call of this name before it has done anything. */
    void interruptAt(String name) {
        interruptNext = name;
    }

    /** Makes a request, and compares the calls, and the round trips beneath them, with what they should be. */
    void expect(SessionStoreFixture driver, List<String> expected, Runnable request) {
        clear();
        long before = driver.roundTrips().orElse(0);
        request.run();
        long after = driver.roundTrips().orElse(expected.size());
        assertEquals(expected, names());
        assertEquals(expected.size(), after - before, "round trips");
    }

    /** Starts counting anew, and interrupts nothing. */
    void clear() {
        interrupt(-1, Interruption.BEFORE);
    }

    private static StoreException interruption() {
        return StoreException.unknown("interrupted by the test", null);
    }
}
