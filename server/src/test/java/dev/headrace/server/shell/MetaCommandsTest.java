package dev.headrace.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.client.FakeClient;
import dev.headrace.server.render.OutputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetaCommandsTest {
  private final FakeClient client = new FakeClient();
  private final ShellSettings settings = new ShellSettings();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final MetaCommands commands = commands();

  private MetaCommands commands() {
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    StatementRunner runner = new StatementRunner(client, settings, outWriter, errWriter);
    return new MetaCommands(client, settings, runner, outWriter, errWriter);
  }

  @Test
  void listsRelations() {
    assertThat(commands.run("\\d")).isEqualTo(MetaCommands.Outcome.DONE);
    assertThat(out.toString())
        .isEqualTo(
            """
              Name   |       Kind
            ---------+-------------------
             flights | table
             daily   | materialized view
            """);
  }

  @Test
  void listsTablesAndViewsApart() {
    commands.run("\\dt");
    assertThat(out.toString()).contains("flights").doesNotContain("daily");
    out.getBuffer().setLength(0);
    commands.run("\\dv");
    assertThat(out.toString()).contains("daily").doesNotContain("flights");
  }

  @Test
  void describesARelation() {
    assertThat(commands.run("\\d Flights")).isEqualTo(MetaCommands.Outcome.DONE);
    assertThat(out.toString())
        .isEqualTo(
            """
            Table flights
             Column |  Type  | Nullable
            --------+--------+----------
             origin | text   | not null
             delay  | bigint |
            """);
  }

  @Test
  void unknownRelationIsAnError() {
    assertThat(commands.run("\\d nothing")).isEqualTo(MetaCommands.Outcome.FAILED);
    assertThat(err.toString()).contains("\"nothing\"");
  }

  @Test
  void switchesSettings() {
    commands.run("\\timing");
    commands.run("\\verbose");
    commands.run("\\x");
    assertThat(settings.timing()).isTrue();
    assertThat(settings.verbose()).isTrue();
    assertThat(settings.format()).isEqualTo(OutputFormat.EXPANDED);
    commands.run("\\x");
    assertThat(settings.format()).isEqualTo(OutputFormat.TABLE);
    commands.run("\\format JSON");
    assertThat(settings.format()).isEqualTo(OutputFormat.JSON);
  }

  @Test
  void includesAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.sql"), "SELECT 1; SELECT 2");
    assertThat(commands.run("\\i " + file)).isEqualTo(MetaCommands.Outcome.DONE);
    assertThat(client.statements).containsExactly("SELECT 1", "SELECT 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\nothing", "\\i", "\\i /nothing", "\\format", "\\format xml"})
  void whatMakesNoSenseIsAnError(String line) {
    assertThat(commands.run(line)).isEqualTo(MetaCommands.Outcome.FAILED);
    assertThat(err.toString()).isNotBlank();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void quits() {
    assertThat(commands.run("\\q")).isEqualTo(MetaCommands.Outcome.QUIT);
  }
}
