package dev.unpin.verification;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the sources of all modules, tests and examples included, that no compiler checks. */
class SourceRulesTest {
    private static final int MAX_LINES = 400;
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread|TimeUnit\\.[A-Z]+)\\s*\\.\\s*sleep\\s*\\(");
    private static final Pattern SKIPPED = Pattern.compile("^\\s*@Disabled\\b");

    private static final Map<Path, List<String>> SOURCES = sources();

    @Test
    void noTestSleeps() {
        assertThat(lines(path -> path.contains("/src/test/"), SLEEP))
                .as("sleeps in tests: wait for the event, with Awaitility or a latch")
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(lines(path -> path.contains("/src/test/"), SKIPPED))
                .as("tests that never run")
                .isEmpty();
    }

    @Test
    void noFileIsTooLongToRead() {
        assertThat(SOURCES.entrySet())
                .filteredOn(source -> source.getValue().size() > MAX_LINES)
                .extracting(source -> source.getKey() + ": " + source.getValue().size() + " lines")
                .as("files of more than %d lines", MAX_LINES)
                .isEmpty();
    }

    private static List<String> lines(Predicate<String> paths, Pattern pattern) {
        return SOURCES.entrySet().stream()
                .filter(source -> paths.test(source.getKey().toString().replace('\\', '/')))
                .flatMap(source -> IntStream.range(0, source.getValue().size())
                        .filter(i -> pattern.matcher(source.getValue().get(i)).find())
                        .mapToObj(i -> source.getKey() + ":" + (i + 1) + " "
                                + source.getValue().get(i).strip()))
                .sorted()
                .toList();
    }

    private static Map<Path, List<String>> sources() {
        return Poms.modules().stream()
                .map(module -> Poms.root().resolve(module).resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(SourceRulesTest::javaFiles)
                .collect(toUnmodifiableMap(Poms.root()::relativize, SourceRulesTest::read));
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
