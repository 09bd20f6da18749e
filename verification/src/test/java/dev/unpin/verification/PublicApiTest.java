package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Each line that came or went, after the type that it belongs to. */
    private static List<String> difference(List<String> before, List<String> after) {
        List<String> gone = qualified(before);
        List<String> come = qualified(after);
        return Stream.concat(
                        gone.stream().filter(line -> !come.contains(line)).map(line -> "- " + line),
                        come.stream().filter(line -> !gone.contains(line)).map(line -> "+ " + line))
                .toList();
    }

    private static List<String> qualified(List<String> lines) {
        List<String> qualified = new ArrayList<>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith("  ")) {
                qualified.add(type + line);
            } else if (!line.isEmpty() && !line.equals("}")) {
                type = line;
                qualified.add(line);
            }
        }
        return qualified;
    }
}
