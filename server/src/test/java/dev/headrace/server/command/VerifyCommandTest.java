package dev.headrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.check.source.Question;
import dev.headrace.check.source.Settings;
import dev.headrace.check.source.Sources;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Session;
import dev.headrace.pgwire.PgWireServer;
import dev.headrace.server.wire.Servers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class VerifyCommandTest {
  private static final String SCHEMA =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";

  @TempDir Path directory;
  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void prepare() throws Exception {
    Path schema = Files.writeString(directory.resolve("schema.sql"), SCHEMA);
    Settings settings =
        Settings.of(
            Map.of(
                Settings.DIRECTORY, prepared().toString(),
                Settings.MIGRATIONS, schema.toString(),
                Settings.SAVE, "true"),
            Map.of());
    try (Sources sources = new Sources(settings, warning -> {})) {
      sources.describe("", List.of(new Question("SELECT id, name FROM t", new TreeSet<>())));
    }
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private Path prepared() {
    return directory.resolve(".headrace");
  }

  private void execute(String sql) {
    try (Session session = database.connect()) {
      session.execute(sql);
    }
  }

  private int verify(String url) {
    CommandLine commandLine = HeadraceCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute("verify", "--timeout", "60", "--url", url, prepared().toString());
  }

  private String url() {
    return "postgresql://ada@127.0.0.1:" + server.port() + "/d";
  }

  @Test
  void statementsThatAreRightAreCounted() {
    execute(SCHEMA);
    assertThat(verify(url())).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString())
        .isEqualToNormalizingNewlines("1 statements, 0 wrong for this database\n");
  }

  @Test
  void whatTheDatabaseSeesOtherwiseIsShown() {
    execute(SCHEMA.replace(" NOT NULL", ""));
    assertThat(verify(url())).isEqualTo(ExitCode.ERROR);
    assertThat(out.toString().lines().toList())
        .first()
        .asString()
        .endsWith(".txt: SELECT id, name FROM t");
    assertThat(out.toString())
        .contains(
            "  - column \"name\" text not null is \"t.name\"",
            "  + column \"name\" text is \"t.name\"",
            "1 statements, 1 wrong for this database");
  }

  @Test
  void aStatementThatIsWrongNowIsShownWithItsError() {
    assertThat(verify(url())).isEqualTo(ExitCode.ERROR);
    assertThat(out.toString()).contains("  + error: relation \"t\" does not exist");
  }

  @Test
  void aDatabaseThatIsNotThereIsAnError() {
    assertThat(verify("postgresql://ada@127.0.0.1:1/d")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).startsWith("ERROR:  cannot use the database at 127.0.0.1:1/d: ");
    assertThat(out.toString()).isEmpty();
  }
}
