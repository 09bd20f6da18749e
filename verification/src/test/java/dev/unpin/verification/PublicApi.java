package dev.unpin.verification;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A module's public face as text: its descriptor, then every public type of its exported packages with the members that
 * users and subclasses see. The text is the same on every JDK, and does not depend on the order in the sources.
 */
final class PublicApi {
    private static final ToolProvider JAVAP = ToolProvider.findFirst("javap").orElseThrow();

    private PublicApi() {}

    static List<String> of(Room room) {
        List<String> lines = new ArrayList<>(module(room.descriptor().orElseThrow()));
        Set<String> exported = room.exportedPackages();
        room.classes().stream()
                .sorted()
                .map(PublicApi::load)
                .filter(type -> exported.contains(type.getPackageName()) && isVisible(type))
                .forEach(type -> {
                    lines.add("");
                    lines.addAll(type(type, room.location()));
                });
        return lines;
    }

    private static List<String> module(ModuleDescriptor module) {
        List<String> lines = new ArrayList<>();
        lines.add((module.isOpen() ? "open module " : "module ") + module.name() + " {");
        Stream.of(
                        module.requires().stream()
                                .filter(requires -> !requires.name().equals("java.base"))
                                .map(requires -> "requires "
                                        + requires.modifiers().stream()
                                                .map(modifier ->
                                                        modifier.toString().toLowerCase(Locale.ROOT) + " ")
                                                .sorted()
                                                .collect(joining())
                                        + requires.name()),
                        module.exports().stream().map(exports -> "exports " + exports.source() + to(exports.targets())),
                        module.opens().stream().map(opens -> "opens " + opens.source() + to(opens.targets())),
                        module.uses().stream().map(service -> "uses " + service),
                        module.provides().stream()
                                .map(provides -> "provides " + provides.service() + " with "
                                        + String.join(", ", provides.providers())))
                .flatMap(kind -> kind.sorted())
                .forEach(line -> lines.add("  " + line + ";"));
        lines.add("}");
        return lines;
    }

    private static String to(Set<String> targets) {
        return targets.isEmpty() ? "" : targets.stream().sorted().collect(joining(", ", " to ", ""));
    }

    private static List<String> type(Class<?> type, Path location) {
        List<String> printed = javap(type, location);
        List<String> lines = new ArrayList<>();
        // javap keeps silent about who may extend a sealed type.
        String permits = type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(Class::getName)
                        .sorted()
                        .collect(joining(", ", "permits ", " "))
                : "";
        String header = printed.get(0);
        lines.add(header.substring(0, header.length() - 1) + permits + "{");
        printed.subList(1, printed.size() - 1).stream().sorted().forEach(lines::add);
        lines.add("}");
        return lines;
    }

    private static List<String> javap(Class<?> type, Path location) {
        StringWriter out = new StringWriter();
        int status = JAVAP.run(
                new PrintWriter(out),
                new PrintWriter(out),
                "-protected",
                "-constants",
                "-classpath",
                location.toString(),
                type.getName());
        if (status != 0) {
            throw new IllegalStateException(out.toString());
        }
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("Compiled from"))
                .toList();
    }

    private static boolean isVisible(Class<?> type) {
        boolean visible = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        Class<?> outer = type.getDeclaringClass();
        return visible && !type.isAnonymousClass() && !type.isLocalClass() && (outer == null || isVisible(outer));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
