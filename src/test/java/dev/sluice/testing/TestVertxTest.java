package dev.sluice.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.Test;

final class TestVertxTest {
  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("dev.sluice");

  @Test
  void isTheOnlyWayToAVertxInTests() {
    noClasses()
        .that(areNoPrograms())
        .should()
        .callMethod(Vertx.class, "vertx")
        .orShould()
        .callMethod(Vertx.class, "vertx", VertxOptions.class)
        .check(TESTS);
  }

  /** Those that are started in a process of their own, by a test or a person. */
  private static DescribedPredicate<JavaClass> areNoPrograms() {
    return DescribedPredicate.describe(
        "are no programs", type -> type.tryGetMethod("main", String[].class).isEmpty());
  }
}
