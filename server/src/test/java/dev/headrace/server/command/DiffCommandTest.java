package dev.headrace.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headrace diff}: what an edit means, without touching what the programs read and write. */
final class DiffCommandTest {
  private static final String PROGRAM =
      """
      CREATE TABLE orders (id int PRIMARY KEY, customer int, amount int);
      CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer;
      CREATE SINK file FROM totals WITH (connector = 'file', path = 'totals.csv', format = 'csv');
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path old = Path.of("");

  @BeforeEach
  void writeProgram() throws IOException {
    old = Files.writeString(directory.resolve("old.sql"), PROGRAM);
  }

  @Test
  void anEditedViewChangesAndItsSinkGoesOn() throws IOException {
    assertThat(diff(PROGRAM.replace("sum(amount)", "sum(amount) * 2"))).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString())
        .contains("~ materialized view totals: its definition changed")
        .contains("0 new, 1 changed, 0 dropped, 2 kept");
    assertThat(directory.resolve("totals.csv")).doesNotExist();
  }

  @Test
  void sinksAreNewAndDropped() throws IOException {
    String other = PROGRAM.replace("SINK file", "SINK other").replace("totals.csv", "other.csv");
    assertThat(diff(other)).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("- sink file", "+ sink other");
    assertThat(directory.resolve("other.csv")).doesNotExist();
  }

  @Test
  void whatCouldNotBeAppliedIsAnError() throws IOException {
    assertThat(diff(PROGRAM.replace("totals.csv", "other.csv"))).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString())
        .contains("new.sql:3:", "sink \"file\" is there with another definition");
  }

  private int diff(String edited) throws IOException {
    Path edit = Files.writeString(directory.resolve("new.sql"), edited);
    return HeadraceCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("diff", old.toString(), edit.toString());
  }
}
