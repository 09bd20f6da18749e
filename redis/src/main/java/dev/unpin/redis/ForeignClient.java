package dev.unpin.redis;

import dev.unpin.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Sends scripts over a client of the user's. Neither its pool nor its executor can be seen, so there is no deadline,
 * nothing is sent again, and only two failures prove that nothing was sent.
 */
final class ForeignClient implements ScriptRunner {
    private final UnifiedJedis jedis;
    private final HiddenRetries hiddenRetries;

    ForeignClient(UnifiedJedis jedis, HiddenRetries hiddenRetries) {
        this.jedis = jedis;
        this.hiddenRetries = hiddenRetries;
    }

    @Override
    public Answer run(ScriptCall call) {
        if (call.isWaitToo()) {
            throw StoreException.refused(
                    describe() + " cannot wait for replicas: each of its commands may go over another connection; use"
                            + " RedisBackend.connect or builder",
                    null);
        }
        try {
            Object answer = send(call);
            return new Answer(
                    call.isHashToo() ? Arrays.asList(answer, hash(call)) : answer,
                    hiddenRetries == HiddenRetries.ACCEPTED);
        } catch (JedisDataException e) {
            throw answered(call, e);
        } catch (JedisException e) {
            throw unanswered(call, e);
        }
    }

    private @Nullable Object send(ScriptCall call) {
        call.countRoundTrip();
        try {
            return jedis.evalsha(call.hash(), call.keys(), call.args());
        } catch (JedisNoScriptException e) {
            call.countRoundTrip();
            return jedis.eval(call.text(), call.keys(), call.args());
        }
    }

    /** Null if it is no hash. */
    private @Nullable List<byte[]> hash(ScriptCall call) {
        List<byte[]> namesAndValues = new ArrayList<>();
        call.countRoundTrip();
        try {
            jedis.hgetAll(call.keys().get(0)).forEach((name, value) -> {
                namesAndValues.add(name);
                namesAndValues.add(value);
            });
        } catch (JedisDataException e) {
            if (!ServerError.isWrongType(e)) {
                throw e;
            }
            return null;
        }
        return namesAndValues;
    }

    private StoreException answered(ScriptCall call, JedisDataException error) {
        ServerError meaning = ServerError.ofScript(error);
        String message = describe() + " says that the server " + meaning.text() + "; " + call;
        boolean mayHaveRun = meaning.kind() == ServerError.Kind.FAILED || hiddenRetries == HiddenRetries.ACCEPTED;
        if (mayHaveRun && call.repeat() != Repeat.READ) {
            return StoreException.unknown(message + " may have written before it failed", error);
        }
        return meaning.kind() == ServerError.Kind.PASSING
                ? StoreException.notSent(message + " was not run", error)
                : StoreException.refused(message + " changed nothing", error);
    }

    private StoreException unanswered(ScriptCall call, JedisException failure) {
        if (wasInterrupted(failure)) {
            Thread.currentThread().interrupt(); // Jedis loses it
        }
        String message = describe() + " failed: " + LinkFailure.reason(failure) + "; " + call;
        if (hiddenRetries == HiddenRetries.NONE && provesNothingSent(failure)) {
            return StoreException.notSent(message + " was not run", failure);
        }
        if (call.repeat() == Repeat.READ) {
            return StoreException.notSent(message + " got no answer, and changes nothing", failure);
        }
        return StoreException.unknown(message + " may have been applied", failure);
    }

    /** Jedis has one class for all failures of a connection; these texts are the only difference. */
    private static boolean provesNothingSent(JedisException failure) {
        String text = Objects.requireNonNullElse(failure.getMessage(), "");
        return text.startsWith("Could not get a resource from the pool")
                || (failure instanceof JedisConnectionException && text.startsWith("Failed to connect"));
    }

    private static boolean wasInterrupted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** Each command may go over another connection, so nothing is saved by asking at once. */
    @Override
    public boolean readsAcrossSlots() {
        return false;
    }

    @Override
    public String describe() {
        return "Jedis client " + jedis.getClass().getSimpleName() + " given by the application";
    }

    /** Leaves the client open: it is not ours. */
    @Override
    public void close() {}
}
