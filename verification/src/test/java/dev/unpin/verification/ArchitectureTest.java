package dev.unpin.verification;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house of the design, held up: who may see whom, what is public, and what no published class does. */
class ArchitectureTest {
    private static final List<Room> ROOMS = Room.all();
    private static final JavaClasses PUBLISHED = new ClassFileImporter()
            .importLocations(ROOMS.stream().map(ArchitectureTest::location).toList());

    @Test
    void classesSeeOnlyWhatTheirModuleMaySee() {
        classes().should(seeOnlyWhatTheirModuleMaySee()).check(PUBLISHED);
    }

    @Test
    void descriptorsRequireOnlyModulesThatTheirModuleMaySee() {
        Map<String, String> artifacts = new HashMap<>();
        ROOMS.forEach(
                room -> room.descriptor().ifPresent(descriptor -> artifacts.put(descriptor.name(), room.artifact())));
        for (Room room : ROOMS) {
            Stream<String> required = room.descriptor().stream()
                    .flatMap(descriptor -> descriptor.requires().stream())
                    .map(ModuleDescriptor.Requires::name)
                    .filter(artifacts::containsKey)
                    .map(artifacts::get);
            assertThat(required)
                    .as("modules required by %s", room)
                    .isSubsetOf(Arrows.from(room).modules());
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<JavaPackage> packages =
                PUBLISHED.stream().map(JavaClass::getPackage).collect(toUnmodifiableSet());
        assertThat(packages)
                .filteredOn(aPackage -> aPackage.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
                .extracting(JavaPackage::getName)
                .as("packages without @NullMarked")
                .isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(PUBLISHED);
    }

    @Test
    void packagesAreNamedAfterWhatTheyHold() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..internal..", "..impl..", "..helper..", "..common..", "..misc..")
                .because(
                        "such a name takes in everything; a class has a room of its own, or is package-private where it is used")
                .check(PUBLISHED);
    }

    @Test
    void publicTypesAreClosedUnlessMadeToBeImplementedOrExtended() {
        classes()
                .that()
                .arePublic()
                .or()
                .areProtected()
                .should(beClosedOrMeantToBeExtended())
                .check(PUBLISHED);
    }

    @Test
    void storesAreInAnSpiPackage() {
        classes()
                .that()
                .areInterfaces()
                .and()
                .haveSimpleNameEndingWith("Store")
                .should()
                .resideInAPackage("dev.unpin.*.spi")
                .check(PUBLISHED);
    }

    @Test
    void portsAreNamedStore() {
        classes()
                .that()
                .resideInAPackage("..spi..")
                .and()
                .areInterfaces()
                .and(describe(
                        "are top level",
                        type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info")))
                .and(describe("are not sealed", type -> !isSealed(type)))
                .should()
                .haveSimpleNameEndingWith("Store")
                .check(PUBLISHED);
    }

    @Test
    void nothingIsPrinted() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(PUBLISHED);
    }

    @Test
    void noBytesNameTheClassThatReadsThem() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .because("whoever can write to the store could run code here")
                .check(PUBLISHED);
    }

    @Test
    void nobodyAsksForTheWallClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .because("time comes from an InstantSource, or from the store")
                .check(PUBLISHED);
    }

    private static Location location(Room room) {
        URI place = room.location().toUri();
        return Location.of(Files.isDirectory(room.location()) ? place : URI.create("jar:" + place + "!/"));
    }

    private static ArchCondition<JavaClass> seeOnlyWhatTheirModuleMaySee() {
        Map<String, Room> roomOf = new HashMap<>();
        ROOMS.forEach(room -> room.classes().forEach(type -> roomOf.put(type, room)));
        return new ArchCondition<>("see only what their module may see") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Room own = roomOf.get(type.getName());
                if (own == null) {
                    return; // package-info
                }
                Arrows.Allowed allowed = Arrows.from(own);
                for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = arrow.getTargetClass().getBaseComponentType();
                    Room other = roomOf.get(target.getName());
                    boolean fine = target.isPrimitive()
                            || (other == null
                                    ? allowed.packageOf(target.getName())
                                    : other.equals(own) || allowed.modules().contains(other.artifact()));
                    if (!fine) {
                        events.add(SimpleConditionEvent.violated(
                                arrow, own + " may not see " + target.getName() + ": " + arrow.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> beClosedOrMeantToBeExtended() {
        return ArchCondition.from(describe(
                "be final or sealed, an interface, or an abstract exception or contract", type -> {
                    boolean abstractBase = type.getModifiers().contains(JavaModifier.ABSTRACT)
                            && (type.isAssignableTo(Throwable.class)
                                    || type.getSimpleName().endsWith("Contract"));
                    return type.isInterface()
                            || type.isEnum()
                            || type.getModifiers().contains(JavaModifier.FINAL)
                            || isSealed(type)
                            || abstractBase;
                }));
    }

    private static boolean isSealed(JavaClass type) {
        return type.reflect().isSealed();
    }
}
