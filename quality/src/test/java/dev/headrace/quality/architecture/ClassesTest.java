package dev.headrace.quality.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import dev.headrace.quality.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds for every class and package. */
final class ClassesTest {
  private static final int MAX_LINES = 500;

  /** Commands that build tools run in a process of their own. */
  private static final String GENERATOR = "dev.headrace.generator";

  private static final String BUILD = "dev.headrace.check.build";

  /** Written by JavaCC, which has its own ideas. */
  private static final String GENERATED_PARSER = "dev.headrace.sql.grammar..";

  /** Longer source files, each with its reason; keep this list short. */
  private static final Map<String, String> LONG_FILES =
      Map.of(
          "engine/src/main/java/dev/headrace/engine/database/Database.java",
          "one lock orders commits, definitions and listeners",
          "engine/src/main/java/dev/headrace/engine/statement/DefinitionRunner.java",
          "a method for each kind of definition",
          "engine/src/main/java/dev/headrace/engine/statement/StatementRunner.java",
          "a case for each kind of statement",
          "runtime/src/main/java/dev/headrace/runtime/state/RowStore.java",
          "one protocol between the writer and its readers",
          "sql/src/main/java/dev/headrace/sql/Subqueries.java",
          "the kinds of subqueries, which become joins in one way",
          "sql/src/main/java/dev/headrace/sql/lexer/Normalizer.java",
          "a method for each kind of token, over one position in one text",
          "sql/src/main/java/dev/headrace/sql/Unnesting.java",
          "one rewrite with its many cases");

  @Test
  void everyPackageIntroducesItselfAndIsNullMarked() {
    TreeSet<String> bare = new TreeSet<>();
    for (JavaClass type : ProductionClasses.ALL) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        bare.add(home.getName());
      }
    }
    assertThat(bare).as("packages without a @NullMarked package-info").isEmpty();
  }

  @Test
  void onlyTheCommandLineWritesToStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.headrace.server..", GENERATOR, BUILD, GENERATED_PARSER)
        .should(accessField(System.class, "out"))
        .orShould(accessField(System.class, "err"))
        .check(ProductionClasses.ALL);
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.headrace.server..", GENERATOR, BUILD)
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(ProductionClasses.ALL);
  }

  @Test
  void nobodyPrintsStackTracesToStandardError() {
    noClasses()
        .should()
        .callMethod(Throwable.class, "printStackTrace")
        .check(ProductionClasses.ALL);
  }

  @Test
  void sourceFilesAreShort() throws IOException {
    Map<String, Long> tooLong = new TreeMap<>();
    for (Path file : sources()) {
      try (Stream<String> lines = Files.lines(file)) {
        long count = lines.count();
        String name = Checkout.root().relativize(file).toString();
        if (count > MAX_LINES && !LONG_FILES.containsKey(name)) {
          tooLong.put(name, count);
        }
      }
    }
    assertThat(tooLong).as("source files above " + MAX_LINES + " lines").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(Checkout.root())) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(ClassesTest::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
