package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.commands.ProtocolCommand;

/** The commands that this module sends by itself; an own list, since that of Jedis changes between its versions. */
enum RedisCommand implements ProtocolCommand {
    ASKING,
    CLUSTER,
    EVAL,
    EVALSHA,
    HGETALL,
    ROLE,
    SENTINEL,
    TIME,
    WAIT;

    @Override
    public byte[] getRaw() {
        return name().getBytes(StandardCharsets.US_ASCII);
    }
}
