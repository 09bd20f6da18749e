package dev.unpin.redis;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a server's error reply means for the script that met it, and what to tell people. */
record ServerError(Kind kind, String text) {
    /** What to do about an error reply. */
    enum Kind {
        /** The script did not run; the cause passes, on this server or another. */
        PASSING,
        /** The script did not run; someone has to mend something. */
        REFUSED,
        /** The script began to run, and what it wrote before the error stays. */
        FAILED
    }

    /** Redis 6.2 wraps what a command in a script answered. */
    private static final Pattern WRAPPED = Pattern.compile("^ERR Error running script .*-([A-Z]+) ");

    private static final int LONGEST_TEXT = 200;

    private static final Map<String, ServerError> KNOWN = Map.ofEntries(
            passing("LOADING", "is loading its data; wait until it has"),
            passing("CLUSTERDOWN", "has no working Cluster around it; check that every slot has a primary"),
            passing("TRYAGAIN", "is moving the slot to another node; wait until it has"),
            passing("MASTERDOWN", "is a replica without its primary; check the failover"),
            passing("BUSY", "is held up by somebody's long script; end it by SCRIPT KILL"),
            passing("READONLY", "is a replica; point Unpin at the primary, or use sentinel(...) or cluster(...)"),
            refused("OOM", "is out of memory; raise maxmemory, or store less or for a shorter time"),
            refused("MISCONF", "cannot save to disk and therefore refuses writes; mend its persistence"),
            refused("NOREPLICAS", "has too few replicas to write; mend them, or lower min-replicas-to-write"),
            refused("NOAUTH", "wants a password; give one in the URI or by credentials(...)"),
            refused("WRONGPASS", "does not accept user and password; check both, and that the user is enabled"),
            refused(
                    "NOPERM",
                    "does not permit this user to run the script; allow EVAL, EVALSHA and its commands on the keys"),
            refused("NOPROTO", "does not speak RESP3; Redis 6.2 or newer is needed"),
            refused("DENIED", "is in protected mode; set a password or allow this address"),
            refused("NOSCRIPT", "forgets a script as soon as it is told; a proxy in between may not support EVAL"),
            refused("CROSSSLOT", "says that the keys lie in several slots; a proxy in between may rewrite keys"),
            refused("MOVED", "belongs to a Cluster; use cluster(...) instead of single(...)"),
            refused("ASK", "belongs to a Cluster; use cluster(...) instead of single(...)"));

    static final ServerError NOT_PRIMARY = Objects.requireNonNull(KNOWN.get("READONLY"));
    private static final ServerError FULL = passing(
                    "ERR", "has as many clients as it allows; raise maxclients, or lower maxConnections")
            .getValue();
    private static final ServerError TOO_OLD = refused(
                    "ERR", "does not know a command that is needed; Redis 6.2 or newer, or Valkey, is required")
            .getValue();
    private static final ServerError NO_CLUSTER = refused(
                    "ERR", "is not part of a Cluster; use single(...) instead of cluster(...)")
            .getValue();
    private static final ServerError NO_DATABASE =
            refused("ERR", "does not have the database that was chosen").getValue();

    /** Judges an error reply to a script. */
    static ServerError ofScript(JedisDataException error) {
        ServerError known = known(message(error));
        return known != null ? known : new ServerError(Kind.FAILED, "failed: " + shortened(message(error)));
    }

    /**
     * Judges an error reply while a connection was made. Its text is not shown: old servers repeat in it what they did
     * not understand, the password included.
     */
    static ServerError ofHandshake(JedisDataException error) {
        ServerError known = known(message(error));
        return known != null
                ? known
                : refused("ERR", "refused the connection; check user, password and version")
                        .getValue();
    }

    /** Whether something else lies where the command looked for its type. */
    static boolean isWrongType(JedisDataException error) {
        return message(error).startsWith("WRONGTYPE");
    }

    private static @Nullable ServerError known(String message) {
        Matcher wrapped = WRAPPED.matcher(message);
        String code = wrapped.find() ? wrapped.group(1) : message.substring(0, (message + " ").indexOf(' '));
        if (!code.equals("ERR")) {
            return KNOWN.get(code);
        }
        if (message.startsWith("ERR max number of clients")) {
            return FULL;
        }
        if (message.startsWith("ERR unknown command")) {
            return TOO_OLD;
        }
        if (message.startsWith("ERR This instance has cluster support disabled")) {
            return NO_CLUSTER;
        }
        return message.startsWith("ERR DB index") || message.startsWith("ERR SELECT") ? NO_DATABASE : null;
    }

    private static String message(JedisDataException error) {
        return Objects.requireNonNullElse(error.getMessage(), "");
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_TEXT ? message : message.substring(0, LONGEST_TEXT) + "...";
    }

    private static Map.Entry<String, ServerError> passing(String code, String text) {
        return Map.entry(code, new ServerError(Kind.PASSING, text + " (" + code + ")"));
    }

    private static Map.Entry<String, ServerError> refused(String code, String text) {
        return Map.entry(code, new ServerError(Kind.REFUSED, text + " (" + code + ")"));
    }
}
