package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrphanTest {
    private static final String MODULE = "dev.unpin.redis.embedded";

    @Test
    void killedJvmLeavesNoServerAndNoFileBehind() throws Exception {
        Child child =
                Child.start(List.of("-cp", String.join(File.pathSeparator, everything()), Mother.class.getName()));
        child.process.destroyForcibly();
        child.assertNothingIsLeft();
    }

    @Test
    void jvmThatEndsLeavesNoServerAndNoFileBehind() throws Exception {
        Child child =
                Child.start(List.of("-cp", String.join(File.pathSeparator, everything()), Mother.class.getName()));
        child.process.getOutputStream().close();
        child.assertNothingIsLeft();
        assertThat(child.process.waitFor()).isZero();
    }

    @Test
    void terminatedJvmLeavesNoServerAndNoFileBehindAlsoOnTheModulePath() throws Exception {
        String modules = everything().stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        Child child = Child.start(List.of(
                "--module-path",
                modules,
                "--patch-module",
                MODULE + "=" + testClasses(),
                "--module",
                MODULE + "/" + Mother.class.getName()));
        child.process.destroy();
        child.assertNothingIsLeft();
    }

    /** What this test runs on, whether the build put it on the class path or on the module path. */
    private static List<String> everything() {
        List<String> entries = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            entries.addAll(Arrays.asList(System.getProperty(property, "").split(File.pathSeparator, -1)));
        }
        entries.add(testClasses());
        return entries.stream().filter(entry -> !entry.isEmpty()).distinct().toList();
    }

    private static String testClasses() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }

    private record Child(Process process, Path scratch, List<Long> servers) {
        static Child start(List<String> arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:TieredStopAtLevel=1");
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            List<String> words = Arrays.asList(String.valueOf(out.readLine()).split(" ", -1));
            assertThat(words).as("scratch folder and two process ids").hasSize(3);
            Child child = new Child(
                    process,
                    Path.of(words.get(0)),
                    words.stream().skip(1).map(Long::valueOf).toList());
            assertThat(child.servers).allMatch(Child::isAlive);
            assertThat(child.scratch).isDirectory();
            assertThat(child.relatives())
                    .as("two guards with their watches, two servers")
                    .hasSizeGreaterThan(2);
            return child;
        }

        void assertNothingIsLeft() {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(servers).noneMatch(Child::isAlive);
                assertThat(Files.exists(scratch)).isFalse();
                assertThat(relatives()).isEmpty();
            });
        }

        /** Every process whose command names the scratch folder: servers, guards, watches. */
        private List<String> relatives() {
            return ProcessHandle.allProcesses()
                    .flatMap(process -> process.info().commandLine().stream())
                    .filter(line -> line.contains(scratch.toString()))
                    .toList();
        }

        private static boolean isAlive(long pid) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }
}
