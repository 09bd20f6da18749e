package dev.unpin.redis.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one server is told when it starts; immutable. */
final class ServerSettings {
    enum Role {
        SERVER,
        CLUSTER_NODE,
        SENTINEL
    }

    private static final Set<String> OURS = Set.of(
            "port",
            "cluster-port",
            "bind",
            "dir",
            "logfile",
            "pidfile",
            "daemonize",
            "supervised",
            "requirepass",
            "include");

    private final Role role;
    private final @Nullable String password;
    private final List<String> lines;
    private final List<String> firstCommand;

    private ServerSettings(Role role, @Nullable String password, List<String> lines, List<String> firstCommand) {
        this.role = role;
        this.password = password;
        this.lines = List.copyOf(lines);
        this.firstCommand = List.copyOf(firstCommand);
    }

    static ServerSettings of(Role role) {
        ServerSettings bare = new ServerSettings(role, null, List.of(), List.of());
        return role == Role.SENTINEL
                ? bare
                : bare.with("save", "").with("hz", "100").with("repl-diskless-sync-delay", "0");
    }

    Role role() {
        return role;
    }

    @Nullable
    String password() {
        return password;
    }

    ServerSettings with(String name, String... values) {
        if (!Objects.requireNonNull(name, "name").matches("[a-z][a-z0-9-]*") || OURS.contains(name)) {
            throw new IllegalArgumentException("Setting " + name
                    + " must be a lower-case name of redis.conf other than "
                    + OURS.stream().sorted().collect(Collectors.joining(", ")));
        }
        String line = Stream.concat(Stream.of(name), Stream.of(values).map(ServerSettings::quoted))
                .collect(Collectors.joining(" "));
        List<String> longer = new ArrayList<>(lines);
        longer.add(line);
        return new ServerSettings(role, password, longer, firstCommand);
    }

    ServerSettings withPassword(String secret) {
        return new ServerSettings(role, secret, lines, firstCommand);
    }

    /** Adds what is not a setting: a command to run after each start. */
    ServerSettings withFirstCommand(List<String> words) {
        return new ServerSettings(role, password, lines, words);
    }

    List<String> firstCommand() {
        return firstCommand;
    }

    /** Writes the text of {@code redis.conf}; the bus port is used by cluster nodes only. */
    String conf(int port, int busPort, Path folder) {
        List<String> all = new ArrayList<>();
        all.add("port " + port);
        all.add("bind 127.0.0.1");
        all.add("daemonize no");
        all.add("dir " + quoted(folder.toString()));
        if (role == Role.CLUSTER_NODE) {
            all.add("cluster-enabled yes");
            all.add("cluster-port " + busPort);
        }
        if (password != null) {
            all.add("requirepass " + quoted(password));
        }
        all.addAll(lines);
        return String.join("\n", all) + "\n";
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
