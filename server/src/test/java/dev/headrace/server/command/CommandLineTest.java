package dev.headrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.engine.Headrace;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionIsTheBuilds() {
    assertThat(run("version")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).startsWith("Headrace ").doesNotContain("${");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "run", "build", "server", "sql", "explain", "diff", "apply", "version"})
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(run(command, "--help")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("Usage: headrace " + command, "  headrace " + command);
  }

  @Test
  void helpListsAllCommands() {
    assertThat(run("--help")).isEqualTo(ExitCode.SUCCESS);
    HeadraceCommand.commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                assertThat(out.toString()).contains("\n  " + name);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "--nothing", ""})
  void wrongUsageIsReportedAsSuch(String argument) {
    assertThat(argument.isEmpty() ? run() : run(argument)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("headrace");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void serverThatIsNotThereIsAnErrorInOneLine() {
    assertThat(run("sql", "--url", "postgresql://localhost:1", "-c", "select 1"))
        .isEqualTo(ExitCode.ERROR);
    assertThat(err.toString())
        .startsWith("ERROR:  Connection to localhost:1 refused.")
        .hasLineCount(1);
  }

  @Test
  void checkTellsWhatItHasFound(@TempDir Path temp) {
    Path data = temp.resolve("db");
    try (Headrace database = Headrace.open(data)) {
      database.execute("CREATE TABLE t (id int PRIMARY KEY)");
      database.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
    }
    assertThat(run("check", data.toString())).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString().lines()).contains("t: right", "v: right", "Nothing is wrong.");
  }

  private int run(String... arguments) {
    CommandLine commandLine = HeadraceCommand.commandLine();
    // buffered as the standard streams are
    commandLine.setOut(new PrintWriter(new BufferedWriter(out)));
    commandLine.setErr(new PrintWriter(new BufferedWriter(err)));
    return commandLine.execute(arguments);
  }
}
