package dev.headrace.quality.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A library that can be replaced is known to one module only. */
final class LibrariesTest {
  @ParameterizedTest
  @CsvSource({
    "org.apache.calcite.., sql",
    "java.lang.classfile.., codegen",
    "io.netty.., pgwire",
    "org.rocksdb.., storage",
    "picocli.., server",
    "org.jline.., server",
    "org.postgresql.., server",
  })
  void libraryHasOneImporter(String library, String module) {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.headrace." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(ProductionClasses.ALL);
  }

  @ParameterizedTest
  @CsvSource({"java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j.."})
  void nobodyLogsByOtherMeansThanSlf4j(String library) {
    noClasses()
        .that()
        .doNotImplement(java.sql.Driver.class) // who has to name a java.util.logging.Logger
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(ProductionClasses.ALL);
  }
}
