package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A memory store on a clock that tests move, which notes its calls and misbehaves on cue. */
final class TestStore implements SessionStore {
    private final SessionStore store = MemorySessionStore.create(this::now);
    private final List<String> calls = new ArrayList<>();
    private final List<CommitRequest> commits = new ArrayList<>();
    private final Deque<Supplier<CommitReply>> nextCommits = new ArrayDeque<>();
    private final Deque<RuntimeException> nextFailures = new ArrayDeque<>();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    /** The names of the calls so far, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<CommitRequest> commits() {
        return List.copyOf(commits);
    }

    CommitRequest lastCommit() {
        return commits.get(commits.size() - 1);
    }

    void elapse(Duration duration) {
        now = now.plus(duration);
    }

    /** Answers the next commit without making it. */
    void answerCommit(CommitReply reply) {
        nextCommits.add(() -> reply);
    }

    /** Fails the next commit without making it. */
    void failCommit(RuntimeException failure) {
        nextCommits.add(() -> {
            throw failure;
        });
    }

    /** Makes the next commit and loses its answer. */
    void loseAnswer() {
        nextCommits.add(() -> {
            store.commit(lastCommit());
            throw StoreException.unknown("the answer was lost", null);
        });
    }

    /** Fails the next call of another kind. */
    void fail(RuntimeException failure) {
        nextFailures.add(failure);
    }

    @Override
    public LoadReply load(LoadRequest request) {
        calls.add("load");
        failIfAsked();
        return store.load(request);
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        calls.add("commit");
        commits.add(request);
        Supplier<CommitReply> answer = nextCommits.poll();
        return answer == null ? store.commit(request) : answer.get();
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        calls.add("end");
        failIfAsked();
        return store.end(id, secret);
    }

    @Override
    public boolean endOwned(String id, String owner) {
        calls.add("endOwned");
        failIfAsked();
        return store.endOwned(id, owner);
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        calls.add("describe");
        failIfAsked();
        return store.describe(id);
    }

    @Override
    public void ping() {
        calls.add("ping");
        failIfAsked();
    }

    private Instant now() {
        return now;
    }

    private void failIfAsked() {
        RuntimeException failure = nextFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
