package dev.headrace.quality.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** All classes of Headrace that are not tests, read once. */
final class ProductionClasses {
  static final String ROOT = "dev.headrace.";

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/quality/"))
          .importPackages("dev.headrace");

  private ProductionClasses() {}

  /** The module of a class name: the part behind the common root. */
  static String module(String className) {
    String rest = className.substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
