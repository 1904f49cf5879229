package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sources in {@code resources/wrong}, each method of which is wrong, with what the compiler
 * says about them in the file of the same name. {@code -Dheadrace.golden=DIRECTORY} writes those
 * files.
 */
final class WrongStatementsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Syntax",
        "Naming",
        "Typing",
        "Parameters",
        "Results",
        "Interfaces",
        "Converting",
        "Handling",
        "Generating"
      })
  void theCompilerSaysWhatIsWrongAndWhere(String name) throws IOException {
    List<String> messages = compile(name, "").messages();
    String golden = System.getProperty("headrace.golden");
    if (golden != null) {
      Files.writeString(Path.of(golden, name + ".txt"), String.join("\n\n", messages) + "\n");
    }
    assertThat(messages).isEqualTo(List.of(resource(name + ".txt").strip().split("\n\n", -1)));
  }

  @Test
  void withoutASchemaThereIsNothingToCheckAgainst() throws IOException {
    Compilation compilation =
        new Compilation(directory, "A.java", source("@Query(\"SELECT 1\") int one();"), List.of());
    assertThat(compilation.messages())
        .containsExactly(
            "line 1: error: no schema to check statements against\n"
                + "    Pass the compiler -Aheadrace.migrations=PATH, a directory of migrations or a"
                + " file with the schema; or set headrace.source to live, with a database, or to"
                + " offline, with prepared statements.");
  }

  @Test
  void theCompilerItselfKnowsWhatIsNoConverter() throws IOException {
    Compilation compilation =
        new Compilation(
            directory,
            "A.java",
            source(
                "@Query(\"SELECT id FROM customers WHERE name = :a\")\n"
                    + "int a(@Convert(String.class) String a);"),
            List.of("-Aheadrace.migrations=" + schema()));
    assertThat(compilation.messages())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("line 2: error: incompatible types");
  }

  @Test
  void anExceptionThatIsNotThereIsNoHandler() throws IOException {
    Compilation compilation =
        new Compilation(
            directory,
            "A.java",
            source(
                "@OnConstraint(value = \"orders_pkey\", throwing = Missing.class)\n"
                    + "@Update(\"DELETE FROM orders\") void a();\n"
                    + "@OnConstraint(value = \"known\", throwing = Missing.class)\n"
                    + "@Update(\"DELETE FROM accounts WHERE id = 0\") void b();"),
            List.of("-Aheadrace.migrations=" + schema()));
    assertThat(compilation.messages()).hasSize(4);
    assertThat(compilation.messages().getFirst())
        .startsWith("line 1: error: the statement cannot violate a constraint \"orders_pkey\"");
    assertThat(compilation.messages().get(1))
        .startsWith("line 3: error: the exception for constraint \"known\" cannot be found");
    assertThat(compilation.messages().get(2)).startsWith("line 1: error: cannot find symbol");
    assertThat(directory.resolve("AJdbc.java")).doesNotExist();
  }

  @Test
  void aMigrationThatFailsIsNamedWithItsPlace() throws IOException {
    Path migration = directory.resolve("V1.sql");
    Files.writeString(migration, "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGR);");
    Compilation compilation =
        new Compilation(
            directory,
            "A.java",
            source("@Query(\"SELECT 1\") int one();"),
            List.of("-Aheadrace.migrations=" + directory));
    assertThat(compilation.messages())
        .containsExactly(
            "line 1: error: migration "
                + migration
                + ":2:20 fails: type \"integr\" does not exist");
  }

  @Test
  void aDirectoryWithoutMigrationsIsNoSchema() throws IOException {
    String one = source("@Query(\"SELECT 1\") int one();");
    String option = "-Aheadrace.migrations=";
    assertThat(new Compilation(directory, "A.java", one, List.of(option + directory)).messages())
        .containsExactly(
            "line 1: error: there are no migrations: no file in " + directory + " ends in .sql");
    Path missing = directory.resolve("missing");
    assertThat(new Compilation(directory, "A.java", one, List.of(option + missing)).messages())
        .containsExactly(
            "line 1: error: there are no migrations: "
                + missing
                + " does not exist\n    A relative path begins where the compiler was started; give"
                + " an absolute one.");
  }

  @Test
  void sourcesAndSinksOfMigrationsReadAndWriteNothing() throws IOException {
    Path missing = directory.resolve("missing.csv");
    Files.writeString(
        directory.resolve("V1.sql"),
        """
        CREATE SOURCE s (a INTEGER NOT NULL) WITH (connector = 'file', path = '%s', format = 'csv');
        CREATE MATERIALIZED VIEW total AS SELECT a, count(*) AS n FROM s GROUP BY a;
        CREATE SINK k FROM total WITH (connector = 'file', path = '%s', format = 'csv');
        """
            .formatted(missing, missing));
    Compilation compilation =
        new Compilation(
            directory,
            "A.java",
            source(
                "@Query(\"SELECT n FROM total WHERE a = :a\") java.util.Optional<Long> n(int a);"),
            List.of("-Aheadrace.migrations=" + directory));
    assertThat(compilation.messages()).isEmpty();
    assertThat(missing).doesNotExist();
  }

  @Test
  void databasesAreToldApartByName() throws IOException {
    Path audit = directory.resolve("audit.sql");
    Files.writeString(audit, "CREATE TABLE log (line TEXT NOT NULL)");
    String source = source("@Query(\"SELECT line FROM log\") String line();");
    Compilation named =
        new Compilation(
            directory,
            "A.java",
            source.replace("interface", "@dev.headrace.check.Database(\"audit\") interface"),
            List.of("-Aheadrace.migrations=" + schema() + ";audit=" + audit));
    assertThat(named.messages()).isEmpty();
    Compilation unnamed =
        new Compilation(
            directory,
            "A.java",
            source,
            List.of("-Aheadrace.migrations=" + schema() + ";audit=" + audit));
    assertThat(unnamed.messages())
        .hasSize(1)
        .first()
        .asString()
        .contains("relation \"log\" does not exist");
  }

  @Test
  void migrationsRunInTheOrderOfTheirNumbers() throws IOException {
    Files.writeString(directory.resolve("V2__b.sql"), "ALTER TABLE a ADD COLUMN x TEXT");
    Files.writeString(directory.resolve("V10__c.sql"), "ALTER TABLE a ALTER x SET NOT NULL");
    Files.writeString(directory.resolve("V1__a.sql"), "CREATE TABLE a (id INTEGER)");
    Files.writeString(directory.resolve("V10__c.down.sql"), "ALTER TABLE a ALTER x DROP NOT NULL");
    Compilation compilation =
        new Compilation(
            directory,
            "A.java",
            source("@Query(\"SELECT x FROM a\") String x();"),
            List.of("-Aheadrace.migrations=" + directory));
    assertThat(compilation.messages()).isEmpty();
  }

  private static String source(String method) {
    return "interface A { " + method.replace("@", "@dev.headrace.check.") + " }";
  }

  private Compilation compile(String name, String databases) throws IOException {
    return new Compilation(
        directory,
        "wrong/" + name + ".java",
        resource(name + ".java.txt"),
        List.of("-Aheadrace.migrations=" + schema() + databases, "-Xmaxerrs", "1000"));
  }

  private Path schema() throws IOException {
    Path schema = directory.resolve("schema").resolve("schema.sql");
    Files.createDirectories(schema.getParent());
    return Files.writeString(schema, resource("schema.sql"));
  }

  private static String resource(String name) throws IOException {
    try (var stream = WrongStatementsTest.class.getResourceAsStream("/wrong/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
