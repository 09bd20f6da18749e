package dev.unpin.verification;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A published module as the tests find it on their class path: a folder of classes, or a jar in a build that packages.
 * Immutable.
 *
 * @param artifact the artifact's id, for instance {@code unpin-session-redis}
 * @param location its jar or folder of classes
 * @param classes the binary names of its classes, module and package descriptors left out
 */
record Room(String artifact, Path location, Set<String> classes) {
    private static final String PREFIX = "unpin-";

    /** Every module of the BOM that has classes, in the order of the BOM. */
    static List<Room> all() {
        return Poms.bom().stream().map(Room::find).flatMap(Optional::stream).toList();
    }

    private static Optional<Room> find(String artifact) {
        Path folder = Path.of(artifact.substring(PREFIX.length()), "target", "classes");
        return ClassPath.entries()
                .filter(entry -> entry.endsWith(folder)
                        || entry.getFileName().toString().startsWith(artifact + "-" + Poms.version()))
                .findFirst()
                .map(location -> new Room(artifact, location, classesIn(location)))
                .filter(room -> !room.classes.isEmpty());
    }

    /** Its module descriptor; empty where it has none. */
    Optional<ModuleDescriptor> descriptor() {
        return ModuleFinder.of(location).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(descriptor -> !descriptor.isAutomatic())
                .findFirst();
    }

    /** The packages that every user may see. */
    Set<String> exportedPackages() {
        return descriptor().stream()
                .flatMap(descriptor -> descriptor.exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(toUnmodifiableSet());
    }

    private static Set<String> classesIn(Path location) {
        if (Files.isDirectory(location)) {
            return classesBelow(location);
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            return classesBelow(jar.getPath("/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> classesBelow(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .collect(toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return artifact;
    }
}
