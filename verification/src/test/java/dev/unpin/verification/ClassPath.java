package dev.unpin.verification;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the tests' classes come from. */
final class ClassPath {
    private ClassPath() {}

    /** The folders and jars of the class path, in its order; those that do not exist are left out. */
    static Stream<Path> entries() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(Files::exists);
    }
}
