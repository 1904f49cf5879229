package dev.headrace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileMojoTest {
  @TempDir private Path directory;

  private Map<String, Object> parameters() {
    return Map.of(
        "sourceDirectory", directory.resolve("sql").toFile(),
        "generatedSources", directory.resolve("generated").toFile(),
        "classes", directory.resolve("classes").toFile());
  }

  private Path program(String sql) throws Exception {
    Path file = directory.resolve("sql/com/acme/web_shop.sql");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, sql);
  }

  @Test
  void directoriesArePackagesAndFilesClasses() {
    assertThat(CompileMojo.className(Path.of("com", "acme", "web_shop.sql")))
        .isEqualTo("com.acme.WebShop");
    assertThat(CompileMojo.className(Path.of("shop.sql"))).isEqualTo("Shop");
  }

  @Test
  void programsBecomeClassesAmongTheSources() throws Exception {
    program("CREATE TABLE t (id INTEGER PRIMARY KEY);");
    MojoRun run = new MojoRun(directory);
    run.execute(new CompileMojo(), parameters());
    assertThat(directory.resolve("generated/com/acme/WebShop.java")).isRegularFile();
    assertThat(run.project().getCompileSourceRoots())
        .contains(directory.resolve("generated").toString());
  }

  @Test
  void aWrongStatementFailsTheBuildAtItsLine() throws Exception {
    Path file =
        program(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY);
            CREATE MATERIALIZED VIEW v AS
              SELECT nam FROM t;
            """);
    MojoRun run = new MojoRun(directory);
    assertThatThrownBy(() -> run.execute(new CompileMojo(), parameters()))
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith(file + ":[3,10] ")
        .hasMessageContaining("column \"nam\" does not exist");
    assertThat(run.log().get(0)).startsWith("error " + file + ":[3,10] ");
  }

  @Test
  void itCanBeSkipped() throws Exception {
    program("nonsense");
    MojoRun run = new MojoRun(directory);
    run.execute(new CompileMojo(), Map.of("skip", true));
    assertThat(run.log()).containsExactly("info skipped");
  }
}
