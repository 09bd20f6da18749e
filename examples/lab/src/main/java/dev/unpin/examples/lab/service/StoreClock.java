package dev.unpin.examples.lab.service;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Measures how long calls of stores take, in microseconds. Thread-safe. */
final class StoreClock {
    private static final long LONGEST = TimeUnit.SECONDS.toMicros(60);

    private final Recorder calls = new Recorder(LONGEST, 3);

    /** Returns the same store, with every call measured. */
    <T> T measure(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    long start = System.nanoTime();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    } finally {
                        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
                        if (!method.getName().equals("ping")) {
                            calls.recordValue(Math.min(LONGEST, micros));
                        }
                    }
                }));
    }

    /** Takes what has been measured since the last call, as text. */
    String take() {
        Histogram taken = calls.getIntervalHistogram();
        ByteBuffer buffer = ByteBuffer.allocate(taken.getNeededByteBufferCapacity());
        int length = taken.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
