package larder.media.house;

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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The package list is the picture of docs/ARCHITECTURE.md; this holds the code to it. */
final class HouseTest {

  /** In the order of the flow: a package may see those before it, and {@code larder.media}. */
  private static final List<String> FLOW =
      List.of("source", "chunk", "cache", "fetch", "prefetch", "stream", "format");

  private static final String[] KNOWN = {
    "java..", "larder.media..", "org.slf4j..", "org.jspecify..", "com.google.errorprone.."
  };

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("larder.media");

  @Test
  void packages_always_haveNoCycles() {
    slices().matching("larder.media.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void packages_always_seeOnlyWhatLiesBeforeThem() {
    for (int index = 0; index < FLOW.size(); index++) {
      String[] later =
          FLOW.subList(index + 1, FLOW.size()).stream().map(HouseTest::of).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(of(FLOW.get(index)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .because("imports run against the flow source -> ... -> format")
          .allowEmptyShould(true)
          .check(PRODUCT);
    }
  }

  @Test
  void streaming_always_knowsNothingOfPrefetching() {
    noClasses()
        .that()
        .resideInAPackage(of("stream"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(of("prefetch"))
        .check(PRODUCT);
  }

  @Test
  void words_always_standAlone() {
    noClasses()
        .that()
        .resideInAPackage("larder.media")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("larder.media.*..")
        .check(PRODUCT);
  }

  @Test
  void packages_always_areInTheFlow() {
    assertThat(PRODUCT.getPackage("larder.media").getSubpackages())
        .extracting(part -> part.getRelativeName())
        .isSubsetOf(FLOW);
  }

  @Test
  void pipeline_always_knowsOnlyTheJdkAndItself() {
    classes()
        .that()
        .resideOutsideOfPackage("larder.media.source.http")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(KNOWN)
        .check(PRODUCT);
  }

  @Test
  void httpSource_always_knowsOneLibraryMore() {
    classes()
        .that()
        .resideInAPackage("larder.media.source.http")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(KNOWN), Stream.of("javax.net..", "org.apache.hc.core5.."))
                .toArray(String[]::new))
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
    assertThat(PRODUCT.getPackage("larder.media").getSubpackagesInTree())
        .allMatch(part -> part.isAnnotatedWith(NullMarked.class));
  }

  private static String of(String part) {
    return "larder.media." + part + "..";
  }
}
