package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The tests run on the class path; that the descriptors hold on the module path, too, is seen here. */
class ModuleGraphTest {
    @Test
    void publishedModulesResolveTogetherAndLink() {
        List<Room> rooms = Room.all();
        List<String> names = rooms.stream()
                .map(Room::descriptor)
                .flatMap(Optional::stream)
                .map(ModuleDescriptor::name)
                .toList();
        Path[] modulePath = ClassPath.entries().filter(ModuleGraphTest::isNamed).toArray(Path[]::new);

        Configuration graph =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(modulePath), ModuleFinder.of(), names);
        ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(graph, ClassLoader.getPlatformClassLoader());

        assertThat(names).hasSameSizeAs(rooms);
        for (Room room : rooms) {
            ClassLoader loader =
                    layer.findLoader(room.descriptor().orElseThrow().name());
            assertThatCode(() -> {
                        for (String type : room.classes()) {
                            Class.forName(type, false, loader).getMethods();
                        }
                    })
                    .as("every class of %s finds what it needs in the modules that it requires", room)
                    .doesNotThrowAnyException();
        }
    }

    /** Whether it is a module by its own word; one that is named after its file is nothing to rely on. */
    private static boolean isNamed(Path entry) {
        try {
            Optional<ModuleDescriptor> module = ModuleFinder.of(entry).findAll().stream()
                    .map(ModuleReference::descriptor)
                    .findFirst();
            return module.isPresent() && (!module.get().isAutomatic() || hasNameInManifest(entry));
        } catch (FindException noModuleAtAll) {
            return false;
        }
    }

    private static boolean hasNameInManifest(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest() != null
                    && file.getManifest().getMainAttributes().getValue("Automatic-Module-Name") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
