package dev.headrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.source.Question;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.Sources;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.wire.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code migrate}, {@code database}, {@code prepare} and {@code prune}. */
final class MigrateCommandTest {
  @TempDir Path directory;
  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = HeadraceCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }

  private int migrate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("migrate"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--migrations", directory.toString(), "--timeout", "60", "--url", url()));
    return run(all.toArray(String[]::new));
  }

  private String url() {
    return "postgresql://ada@127.0.0.1:" + server.port() + "/d";
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(directory.resolve(name), sql + "\n");
  }

  private static String unix(StringWriter text) {
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void migrationsAreAddedAppliedShownAndTakenBack() throws Exception {
    write("V1__t.sql", "CREATE TABLE t (id INTEGER)");
    assertThat(run("migrate", "add", "more", "--migrations", directory.toString())).isZero();
    assertThat(unix(out))
        .isEqualTo("%1$s/V2__more.sql\n%1$s/V2__more.down.sql\n".formatted(directory));
    write("V2__more.sql", "CREATE TABLE u (id INTEGER)");
    write("V2__more.down.sql", "DROP TABLE u");
    assertThat(migrate("run", "--dry-run", "--target", "1")).isZero();
    assertThat(unix(out)).isEqualTo("-- would apply 1 t\nCREATE TABLE t (id INTEGER)\n");
    assertThat(migrate("run")).isZero();
    assertThat(unix(out)).contains("applied 1 t (", "applied 2 more (");
    assertThat(migrate("revert")).isZero();
    assertThat(unix(out)).startsWith("reverted 2 more (");
    assertThat(migrate("info")).isZero();
    assertThat(unix(out).lines().map(line -> line.substring(0, 16).strip()))
        .containsExactly("version  state", "1        applied", "2        pending");
    write("V1__t.sql", "CREATE TABLE t (id BIGINT)");
    assertThat(migrate("run")).isEqualTo(ExitCode.ERROR);
    assertThat(unix(err))
        .isEqualTo(
            """
            ERROR:  migrations changed after they were applied: 1 (%s)
            HINT:  Restore the files and write new migrations; or repair, if what they do is the same.
            """
                .formatted(directory.resolve("V1__t.sql")));
    assertThat(migrate("repair")).isZero();
    assertThat(unix(out)).isEqualTo("recorded the checksum of 1\n");
    try (Session session = database.connect()) {
      assertThat(session.query("SELECT version FROM headrace_migrations").rows()).hasSize(1);
    }
  }

  @Test
  void whatIsDangerousHasToBeMeantAndWhatIsNotPossibleIsRefused() {
    assertThat(run("database", "drop", "--url", url())).isEqualTo(ExitCode.USAGE);
    assertThat(unix(err)).contains("It deletes all that is in the database: say --yes.");
    assertThat(run("database", "create", "--url", url())).isEqualTo(ExitCode.ERROR);
    assertThat(unix(err)).startsWith("ERROR:  a Headrace server has one database");
    assertThat(run("migrate", "run", "--url", "mysql://localhost")).isEqualTo(ExitCode.ERROR);
    assertThat(unix(err)).startsWith("ERROR:  not the URL of a database");
    assertThat(run("migrate")).isEqualTo(ExitCode.USAGE);
    assertThat(run("migrate", "--help")).isZero();
    assertThat(unix(out)).contains("revert", "Take the last migration back");
  }

  @Test
  void preparedStatementsFollowMigrationsWithoutSources() throws Exception {
    write("V1__t.sql", "CREATE TABLE t (id INTEGER NOT NULL, name TEXT)");
    Path prepared = directory.resolve(".headrace");
    Map<String, String> options =
        Map.of(
            Settings.DIRECTORY, prepared.toString(),
            Settings.MIGRATIONS, directory.toString(),
            Settings.SAVE, "true");
    try (Sources sources = new Sources(Settings.of(options, Map.of()), _ -> {})) {
      sources.describe(
          "",
          List.of(
              new Question("SELECT id FROM t", new TreeSet<>()),
              new Question("SELECT name FROM t", new TreeSet<>())));
    }
    write("V2__more.sql", "ALTER TABLE t DROP COLUMN name; ALTER TABLE t ADD COLUMN a INTEGER");
    String migrations = directory.toString();
    assertThat(run("prepare", "--migrations", migrations, prepared.toString()))
        .isEqualTo(ExitCode.ERROR);
    assertThat(unix(out))
        .contains("SELECT name FROM t\n  column \"name\" does not exist")
        .endsWith("1 statements prepared, 1 wrong\n");
    assertThat(run("prune", "--migrations", migrations, prepared.toString())).isZero();
    assertThat(unix(out)).startsWith("deleted ").hasLineCount(1);
    assertThat(run("prepare", "--migrations", migrations, prepared.toString())).isZero();
    assertThat(unix(out)).isEqualTo("1 statements prepared, 0 wrong\n");
  }
}
