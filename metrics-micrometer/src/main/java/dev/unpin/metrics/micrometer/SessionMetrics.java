package dev.unpin.metrics.micrometer;

import dev.unpin.session.CookieRejection;
import dev.unpin.session.SessionEvent;
import dev.unpin.session.SessionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what happens to sessions. Thread-safe.
 *
 * <pre>{@code
 * Sessions.builder(store).listener(SessionMetrics.create(registry).andThen(SessionListener.logging()))
 * }</pre>
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name<th>type<th>tags
 *   <tr><td>{@code unpin.sessions.events}<td>counter<td>{@code event}: the name of the {@link SessionEvent}, for
 *       instance {@code signed_in}, {@code conflicted}, {@code cookie_rejected}
 *   <tr><td>{@code unpin.sessions.rejected}<td>counter<td>{@code reason}: the {@link CookieRejection}, for instance
 *       {@code forged}
 * </table>
 */
public final class SessionMetrics implements SessionListener {
    private final ClassValue<Counter> events;
    private final Map<CookieRejection, Counter> rejections;

    private SessionMetrics(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry");
        this.events = new ClassValue<>() {
            @Override
            protected Counter computeValue(Class<?> type) {
                return counter(registry, "unpin.sessions.events", "event", snakeCase(type.getSimpleName()));
            }
        };
        this.rejections = new EnumMap<>(CookieRejection.class);
        for (CookieRejection reason : CookieRejection.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            rejections.put(reason, counter(registry, "unpin.sessions.rejected", "reason", name));
        }
    }

    /**
     * Counts events.
     *
     * @param registry where; not closed
     * @return a listener that does nothing but count
     */
    public static SessionMetrics create(MeterRegistry registry) {
        return new SessionMetrics(registry);
    }

    @Override
    public void onEvent(SessionEvent event) {
        events.get(event.getClass()).increment();
        if (event instanceof SessionEvent.CookieRejected rejected) {
            Objects.requireNonNull(rejections.get(rejected.reason())).increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String tag, String value) {
        return Counter.builder(name).tag(tag, value).register(registry);
    }

    /** The events are a fixed number of classes, so their names are safe tags. */
    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
