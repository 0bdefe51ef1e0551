package larder.appliance.house;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The package list is the picture of docs/ARCHITECTURE.md; this holds the code to it. */
final class HouseTest {

  private static final String ROOT = "larder.appliance";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packages_always_haveNoCycles() {
    slices().matching("larder.appliance.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void compositionRoot_always_isSeenByNobody() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(PRODUCT);
  }

  @Test
  void edges_always_areSeenByTheCompositionRootOnly() {
    onlyTheRootAndItselfSee("web");
    onlyTheRootAndItselfSee("cli");
    onlyTheRootAndItselfSee("demo");
  }

  @Test
  void mesh_always_knowsNothingOfTheShelf() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".mesh..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".library..", ROOT + ".queue..", ROOT + ".security..")
        .check(PRODUCT);
  }

  @Test
  void wire_always_knowsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".mesh.wire..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", ROOT + ".mesh.wire..", "org.jspecify..", "com.google.errorprone..")
        .check(PRODUCT);
  }

  @Test
  void jetty_always_staysInTheWeb() {
    onlyIn("org.eclipse.jetty..", ROOT + ".web..");
  }

  @Test
  void json_always_staysAtTheEdges() {
    onlyIn(
        "tools.jackson..",
        ROOT + ".web..",
        ROOT + ".cli..",
        ROOT + ".config..",
        ROOT + ".mesh.discovery.global..");
  }

  @Test
  void sql_always_staysWithTheOwnersOfTheData() {
    for (String api : new String[] {"java.sql..", "javax.sql..", "org.sqlite.."}) {
      onlyIn(
          api,
          ROOT + ".store..",
          ROOT + ".mesh.index..",
          ROOT + ".mesh.scan..",
          ROOT + ".library..",
          ROOT + ".queue..",
          ROOT + ".webtitle..",
          ROOT + ".security..");
    }
  }

  @Test
  void programs_always_startBehindOneOfTwoDoors() {
    noClasses()
        .that()
        // The demo's encoders, and the terminal's width.
        .doNotHaveFullyQualifiedName(ROOT + ".demo.ChildProcess")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".cli.SystemTerminal")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(PRODUCT);
  }

  @Test
  void names_always_sayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Base)").check(PRODUCT);
  }

  @Test
  void state_always_hasOneOwner() {
    fields().that().areStatic().should().beFinal().check(PRODUCT);
    methods().should(not(haveModifier(JavaModifier.SYNCHRONIZED))).check(PRODUCT);
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(PRODUCT);
  }

  @Test
  void time_always_entersThroughAType() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .check(PRODUCT);
  }

  @Test
  void packages_always_sayWhatTheyAreAndThatNothingIsNull() {
    assertThat(PRODUCT.getPackage(ROOT).getSubpackagesInTree())
        .filteredOn(part -> !part.getClasses().isEmpty())
        .allMatch(part -> part.isAnnotatedWith(NullMarked.class));
  }

  private static void onlyTheRootAndItselfSee(String part) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .and()
        .resideOutsideOfPackage(ROOT + "." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "." + part + "..")
        .check(PRODUCT);
  }

  private static void onlyIn(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(PRODUCT);
  }
}
