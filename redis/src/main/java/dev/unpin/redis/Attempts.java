package dev.unpin.redis;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The sends of one call, one after the other until an answer, a refusal, or the deadline. For one thread.
 *
 * <p>What it must not get wrong is {@code mayHaveRun}: it becomes true when a send got no answer, and stays true. From
 * then on a write ends with an answer or with an unknown effect, never with a promise that nothing happened.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int REDIRECTS_WITHOUT_PAUSE = 5;
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ScriptCall call;
    private final Topology topology;
    private final Deadline deadline;
    private final Duration attemptTimeout;
    private final BooleanSupplier closed;

    private boolean mayHaveRun;
    private int redirects;
    private int pauses;
    private @Nullable NodePool redirectedTo;
    private boolean asking;
    private boolean outdated;
    private @Nullable HostAndPort last;
    private @Nullable String lastWord;

    Attempts(ScriptCall call, Topology topology, Deadline deadline, Duration attemptTimeout, BooleanSupplier closed) {
        this.call = call;
        this.topology = topology;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
        this.closed = closed;
    }

    Answer run() {
        while (true) {
            try {
                Answer answer = new Answer(attempt(), mayHaveRun);
                if (outdated && last != null) {
                    topology.catchUp(last, deadline);
                }
                return answer;
            } catch (JedisRedirectionException e) {
                follow(e);
            } catch (JedisDataException e) {
                settle(ServerError.ofScript(e), e);
            } catch (LinkFailure e) {
                weigh(e);
            }
        }
    }

    private @Nullable Object attempt() throws LinkFailure {
        NodePool node = redirectedTo != null ? redirectedTo : topology.owner(call.slot(), deadline);
        boolean askFirst = asking;
        redirectedTo = null;
        asking = false;
        last = node.address();
        try (Link link = node.take(deadline)) {
            if (mayHaveRun) {
                link.renew(); // the lost answer may have been this connection's fault, and that of its siblings
            }
            Deadline answerBy = call.repeat() == Repeat.NEVER ? deadline : deadline.atMost(attemptTimeout);
            link.open(answerBy);
            try {
                return send(link, call.byHash(), askFirst, answerBy);
            } catch (JedisNoScriptException e) {
                return send(link, call.byText(), askFirst, answerBy);
            }
        }
    }

    /** The answer to the only command, or a list of the answers to all. */
    private @Nullable Object send(Link link, List<CommandArguments> commands, boolean askFirst, Deadline answerBy)
            throws LinkFailure {
        if (!askFirst) {
            call.countRoundTrip();
            return link.call(commands, answerBy);
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (CommandArguments command : commands) {
            ask(link, answerBy);
            call.countRoundTrip();
            answers.add(link.call(List.of(command), answerBy));
        }
        return answers.size() == 1 ? answers.get(0) : answers;
    }

    /** Permits one command to a slot that is still moving in; the script itself is not sent yet. */
    private void ask(Link link, Deadline answerBy) throws LinkFailure {
        call.countRoundTrip();
        try {
            link.call(List.of(new CommandArguments(RedisCommand.ASKING)), answerBy);
        } catch (LinkFailure e) {
            throw LinkFailure.noConnection(e.text(), e);
        }
    }

    private void follow(JedisRedirectionException redirect) {
        HostAndPort answering = last;
        HostAndPort target =
                answering == null ? redirect.getTargetNode() : ClusterSlots.named(redirect.getTargetNode(), answering);
        Optional<NodePool> node = topology.redirectedTo(target);
        if (node.isEmpty()) {
            settle(ServerError.ofScript(redirect), redirect);
        } else {
            asking = redirect instanceof JedisAskDataException;
            if (!asking) {
                topology.moved(call.slot(), target);
                outdated = true;
            }
            redirectedTo = node.get();
            if (++redirects > REDIRECTS_WITHOUT_PAUSE || mustEnd()) {
                pauseOrEnd("it keeps redirecting (" + redirect.getMessage() + ")", redirect);
            }
        }
    }

    private void settle(ServerError error, @Nullable JedisDataException reply) {
        if (error.kind() == ServerError.Kind.PASSING) {
            lastWord = "it " + error.text();
            refreshAndPause(lastWord, reply);
            return;
        }
        boolean mayHaveWritten = mayHaveRun || error.kind() == ServerError.Kind.FAILED;
        if (mayHaveWritten && call.repeat() != Repeat.READ) {
            throw StoreException.unknown(
                    server() + " " + error.text() + "; " + call
                            + (mayHaveRun
                                    ? " was sent before without an answer"
                                    : " may have written before it failed"),
                    reply);
        }
        throw StoreException.refused(server() + " " + error.text() + "; " + call + " changed nothing", reply);
    }

    private void weigh(LinkFailure failure) {
        Optional<ServerError> greeting = failure.greeting();
        if (greeting.isPresent()) {
            settle(greeting.get(), null);
            return;
        }
        LOG.debug("No answer to {}: {}", call, failure.text());
        boolean sent = failure.stage() == LinkFailure.Stage.NO_ANSWER;
        mayHaveRun |= sent;
        boolean noneElse = failure.stage() == LinkFailure.Stage.NO_CONNECTION && !mayHaveRun && !topology.failsOver();
        // Having run out of time is not what went wrong, if the server has said what did.
        String trouble = lastWord != null && deadline.isOver() ? lastWord + "; then " + failure.text() : failure.text();
        if (noneElse || (sent && call.repeat() == Repeat.NEVER)) {
            throw end(trouble, failure.getCause());
        }
        refreshAndPause(trouble, failure.getCause());
    }

    private void refreshAndPause(String trouble, @Nullable Throwable cause) {
        if (!mustEnd()) {
            topology.refresh(last, deadline);
        }
        pauseOrEnd(trouble, cause);
    }

    /**
     * Waits a little, more each time, and never all at the same moment: a server that comes back is not to be stormed.
     */
    private void pauseOrEnd(String trouble, @Nullable Throwable cause) {
        long upTo = Math.min(LONGEST_PAUSE_NANOS, SHORTEST_PAUSE_NANOS << Math.min(pauses++, 10));
        long pause = ThreadLocalRandom.current().nextLong(upTo / 2, upTo + 1);
        if (mustEnd() || pause >= deadline.remainingNanos()) {
            throw end(trouble, cause);
        }
        try {
            TimeUnit.NANOSECONDS.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw end(trouble + "; interrupted", cause);
        }
    }

    private boolean mustEnd() {
        return deadline.isOver() || Thread.currentThread().isInterrupted() || closed.getAsBoolean();
    }

    private StoreException end(String trouble, @Nullable Throwable cause) {
        String message = server() + ": " + withoutStop(trouble) + "; " + call;
        if (!mayHaveRun) {
            return StoreException.notSent(
                    message + " was not run. Check that the server is up and can be reached from here", cause);
        }
        String advice = ". Check that the server is up and not overloaded, and deadline(...)";
        return call.repeat() == Repeat.READ
                ? StoreException.notSent(message + " got no answer, and changes nothing" + advice, cause)
                : StoreException.unknown(message + " was applied once or not at all" + advice, cause);
    }

    private static String withoutStop(String trouble) {
        return trouble.endsWith(".") ? trouble.substring(0, trouble.length() - 1) : trouble;
    }

    private String server() {
        String lastTried = last != null && topology.failsOver() ? " (last tried: " + last + ")" : "";
        return "Redis " + topology.describe() + lastTried;
    }
}
