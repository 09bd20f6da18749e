package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests run on the class path; that the descriptors hold on the module path, too, is seen here. */
class ModuleGraphTest {
    @Test
    void publishedModulesResolveTogetherAndLoad() {
        List<Room> rooms = Room.all();
        List<String> names = rooms.stream()
                .map(Room::descriptor)
                .flatMap(Optional::stream)
                .map(ModuleDescriptor::name)
                .toList();
        Path[] classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .map(Path::of)
                .toArray(Path[]::new);

        Configuration graph =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(classPath), ModuleFinder.of(), names);
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
}
