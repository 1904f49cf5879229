package dev.headrace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals prepare, check, prune, verify and those of migrations, each in a JVM of its own. */
final class PreparedStatementsTest {
  private static final String TWO =
      """
      package shop;
      import dev.headrace.check.Query;
      interface Things {
        @Query("SELECT name FROM things WHERE id = :id")
        String name(int id);
        @Query("SELECT count(*) FROM things")
        long count();
      }
      """;

  @TempDir private Path directory;
  private MojoRun run;

  @BeforeEach
  void setUp() throws IOException {
    write("src/main/java/shop/Things.java", TWO);
    write(
        "src/main/resources/db/migration/V1__things.sql",
        "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    run =
        new MojoRun(directory)
            .compilerOption("-Aheadrace.migrations=src/main/resources/db/migration");
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> prepared() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(".headrace"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> execute(AbstractMojo mojo) throws Exception {
    run.execute(mojo, Map.of());
    return run.log();
  }

  private void fails(AbstractMojo mojo) {
    assertThatThrownBy(() -> execute(mojo)).isInstanceOf(MojoFailureException.class);
  }

  @Test
  void whatIsPreparedPassesTheCheckUntilSomethingChanges() throws Exception {
    fails(new CheckMojo());
    assertThat(run.log()).hasSize(3);
    assertThat(run.log().get(0)).startsWith("error missing: ");
    assertThat(run.log().get(2))
        .isEqualTo(
            "error Run the goal prepare, and commit the files in "
                + directory.resolve(".headrace")
                + ".");
    assertThat(execute(new PrepareMojo()))
        .containsExactly(
            "info 2 statements prepared in " + directory.resolve(".headrace") + ", 2 of them new");
    assertThat(prepared()).hasSize(2);
    assertThat(execute(new CheckMojo())).isEmpty();

    write("src/main/resources/db/migration/V2__more.sql", "ALTER TABLE things ADD COLUMN a DATE");
    fails(new CheckMojo());
    assertThat(run.log()).filteredOn(line -> line.startsWith("error stale: ")).hasSize(2);
    assertThat(execute(new PrepareMojo()).get(0)).contains("2 statements prepared");
    assertThat(execute(new CheckMojo())).isEmpty();
  }

  @Test
  void whatIsNotUsedIsAWarningAndCanBePruned() throws Exception {
    execute(new PrepareMojo());
    write(
        "src/main/java/shop/Things.java",
        TWO.replace("count(*)", "max(id) + 0")
            .replace("long count", "@org.jspecify.annotations.Nullable Integer most"));
    fails(new PruneMojo());
    assertThat(run.log().get(0)).contains("Things.java:[", "the statement is not prepared");
    assertThat(prepared()).as("a build with errors forgets nothing").hasSize(2);
    execute(new PrepareMojo());
    assertThat(prepared()).hasSize(3);
    assertThat(execute(new CheckMojo())).hasSize(1);
    assertThat(run.log().get(0))
        .startsWith("warn unused: ")
        .endsWith("SELECT count(*) FROM things");
    assertThat(execute(new PruneMojo())).hasSize(1);
    assertThat(run.log().get(0)).startsWith("info deleted ");
    assertThat(execute(new CheckMojo())).isEmpty();
  }

  @Test
  void aWrongStatementFailsAtItsPlace() throws Exception {
    write("src/main/java/shop/Things.java", TWO.replace("SELECT name", "SELECT nam"));
    fails(new PrepareMojo());
    assertThat(run.log().get(0))
        .startsWith("error ")
        .contains("Things.java:[4,", "column \"nam\" does not exist");
    write("src/main/java/shop/Things.java", TWO.replace("interface", "interface interface"));
    fails(new PrepareMojo());
    write("src/main/java/shop/Things.java", TWO);
    write("src/main/java/shop/Other.java", "package shop; class Other { made.Later later; }");
    assertThat(execute(new PrepareMojo()))
        .as("code that other processors make is not there")
        .anySatisfy(line -> assertThat(line).startsWith("warn ").contains("package made"));
  }

  @Test
  void preparedStatementsAreNotTheTruthAboutThemselves() {
    run.property("headrace.source", "offline");
    fails(new CheckMojo());
    assertThat(run.log())
        .containsExactly(
            "error prepared statements cannot be compared with themselves",
            "error Set the option headrace.source to migrations or live.");
  }

  @Test
  void databasesHaveToBeThere() throws Exception {
    execute(new PrepareMojo());
    for (AbstractMojo mojo : List.of(new VerifyMojo(), new MigrateMojo())) {
      assertThatThrownBy(
              () ->
                  run.execute(
                      mojo, Map.of("url", "postgresql://127.0.0.1:1/nowhere", "timeout", "60")))
          .isInstanceOf(MojoFailureException.class)
          .hasMessageContaining("cannot use the database at 127.0.0.1:1/nowhere");
    }
    assertThatThrownBy(
            () ->
                run.execute(
                    new DatabaseDropMojo(), Map.of("url", "postgresql://127.0.0.1:1/nowhere")))
        .hasMessageContaining("this deletes all that is in the database");
  }

  @Test
  void aMigrationIsAdded() throws Exception {
    run.execute(new MigrateAddMojo(), Map.of("name", "things have colours"));
    assertThat(run.log()).hasSize(2);
    assertThat(directory.resolve("src/main/resources/db/migration/V2__things_have_colours.sql"))
        .isRegularFile();
  }
}
