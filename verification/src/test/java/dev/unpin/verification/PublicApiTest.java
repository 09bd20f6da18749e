package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users can see changes only on purpose: in the same commit as the file that says so. */
class PublicApiTest {
    private static final Path GOLDEN = Poms.root().resolve("verification/src/test/resources/api");
    private static final boolean UPDATE = Boolean.getBoolean("unpin.api.update");
    private static final String HOW = "If this is meant, run `mvn test -pl verification -am -Dtest=PublicApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dunpin.api.update=true`, and commit the file.";

    static List<Room> rooms() {
        return Room.all();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void isTheOneOnRecord(Room room) throws IOException {
        Path file = GOLDEN.resolve(room + ".txt");
        List<String> actual = PublicApi.of(room);
        if (UPDATE) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, String.join("\n", actual) + "\n");
        }
        List<String> recorded = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (!recorded.equals(actual)) {
            fail("The public API of " + room + " is not the one in "
                    + Poms.root().relativize(file) + ":\n" + String.join("\n", difference(recorded, actual)) + "\n"
                    + HOW);
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void comesWithADescriptor(Room room) {
        assertThat(room.descriptor()).as("module descriptor of %s", room).isPresent();
    }

    @Test
    void noFileIsLeftOfAModuleThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files)
                    .map(file -> file.getFileName().toString())
                    .isSubsetOf(rooms().stream().map(room -> room + ".txt").toList());
        }
    }

    @Test
    void bomHoldsEveryPublishedModuleAndNothingElse() {
        assertThat(Poms.bom()).containsExactlyInAnyOrderElementsOf(Poms.published());
    }

    /** The lines that came (+) or went (-), each below the type or module that it belongs to. */
    private static List<String> difference(List<String> before, List<String> after) {
        Map<String, Set<String>> then = membersByType(before);
        Map<String, Set<String>> now = membersByType(after);
        Set<String> types = new TreeSet<>(then.keySet());
        types.addAll(now.keySet());
        List<String> lines = new ArrayList<>();
        for (String type : types) {
            Set<String> gone = new TreeSet<>(then.getOrDefault(type, Set.of()));
            Set<String> come = new TreeSet<>(now.getOrDefault(type, Set.of()));
            gone.removeAll(now.getOrDefault(type, Set.of()));
            come.removeAll(then.getOrDefault(type, Set.of()));
            String sign = !now.containsKey(type) ? "- " : !then.containsKey(type) ? "+ " : "  ";
            if (!sign.isBlank() || !gone.isEmpty() || !come.isEmpty()) {
                lines.add(sign + type);
                gone.forEach(member -> lines.add("- " + member));
                come.forEach(member -> lines.add("+ " + member));
            }
        }
        return lines;
    }

    private static Map<String, Set<String>> membersByType(List<String> lines) {
        Map<String, Set<String>> members = new LinkedHashMap<>();
        Set<String> ofType = Set.of();
        for (String line : lines) {
            if (line.startsWith("  ")) {
                ofType.add(line);
            } else if (!line.isEmpty() && !line.equals("}")) {
                ofType = members.computeIfAbsent(line, type -> new TreeSet<>());
            }
        }
        return members;
    }
}
