package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.RedisClient;

/**
 * What lies in Redis under one namespace, as lines of text: {@code hash <key> <field> <value>}, {@code string <key>
 * <value>}, {@code zset <key> <member> <score>}, keys without the namespace, fields, members and values in hexadecimal.
 */
record StoredSample(List<String> lines) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "-";
    private static final long KEPT_SECONDS = 600;
    /** Longer ones are random ids. */
    private static final int LONGEST_NAME = 16;

    /** Reads what is stored. */
    static StoredSample dump(RedisClient redis, String namespace) {
        List<String> lines = new ArrayList<>();
        for (String key : redis.keys(namespace + ":*").stream().sorted().toList()) {
            String name = key.substring(namespace.length());
            switch (redis.type(key)) {
                case "hash" ->
                    redis.hgetAll(key.getBytes(UTF_8)).entrySet().stream()
                            .map(field -> "hash " + name + " " + hex(field.getKey()) + " " + hex(field.getValue()))
                            .sorted()
                            .forEach(lines::add);
                case "string" -> lines.add("string " + name + " " + hex(redis.get(key.getBytes(UTF_8))));
                case "zset" ->
                    redis.zrangeWithScores(key.getBytes(UTF_8), 0, -1)
                            .forEach(member -> lines.add("zset " + name + " " + hex(member.getBinaryElement()) + " "
                                    + String.format("%.0f", member.getScore())));
                default -> throw new AssertionError("samples do not know the type of " + name + " yet");
            }
        }
        return new StoredSample(List.copyOf(lines));
    }

    /** Stores it. */
    void load(RedisClient redis, String namespace) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            byte[] key = (namespace + words[1]).getBytes(UTF_8);
            switch (words[0]) {
                case "hash" -> redis.hset(key, bytes(words[2]), bytes(words[3]));
                case "string" -> redis.set(key, bytes(words[2]));
                default -> redis.zadd(key, Double.parseDouble(words[3]), bytes(words[2]));
            }
            redis.expire(key, KEPT_SECONDS);
        }
    }

    /** The same in a later format: the byte by which every format begins is one higher. */
    StoredSample later() {
        return new StoredSample(lines.stream()
                .map(line -> {
                    String[] words = line.split(" ", -1);
                    int last = words.length - 1;
                    if (!words[0].equals("zset") && words[last].startsWith("01")) {
                        words[last] = "02" + words[last].substring(2);
                    }
                    return String.join(" ", words);
                })
                .toList());
    }

    /** What stays the same however often it is written: types, names of fields, how long everything is, first bytes. */
    Map<String, Integer> shape() {
        Map<String, Integer> shape = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            String kind = words[1].substring(words[1].indexOf('}') + 1).replaceAll(":[^:]*$", "");
            String first = words[words.length - 1].startsWith("01") ? " format 1" : "";
            String seen = switch (words[0]) {
                case "hash" -> "field " + text(words[2]) + " of " + words[3].length() / 2 + " bytes" + first;
                case "string" -> "string of " + words[2].length() / 2 + " bytes" + first;
                default -> "member of " + words[2].length() / 2 + " bytes";
            };
            shape.merge(kind + " " + seen, 1, Integer::sum);
        }
        return shape;
    }

    private static String text(String hex) {
        String text = new String(bytes(hex), UTF_8);
        return text.length() <= LONGEST_NAME ? text : "of " + text.length() + " letters";
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? NONE : HEX.formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return hex.equals(NONE) ? new byte[0] : HEX.parseHex(hex);
    }
}
