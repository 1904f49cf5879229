package dev.headrace.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.server.client.FakeClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class StatementRunnerTest {
  private final FakeClient client = new FakeClient();
  private final ShellSettings settings = new ShellSettings();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StatementRunner runner =
      new StatementRunner(client, settings, new PrintWriter(out), new PrintWriter(err));

  @Test
  void runsStatementsInOrder() {
    assertThat(runner.run("CREATE; SELECT 1;", "")).isTrue();
    assertThat(client.statements).containsExactly("CREATE", "SELECT 1");
    assertThat(out.toString()).isEqualTo("CREATE\n n\n---\n 1\n(1 row)\n\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void stopsAtTheFirstErrorAndShowsItsPlaceInTheText() {
    assertThat(runner.run("SELECT 1;\n  FAIL; SELECT 2", "a.sql")).isFalse();
    assertThat(client.statements).containsExactly("SELECT 1", "FAIL");
    assertThat(err.toString())
        .isEqualTo("a.sql:2: ERROR:  syntax error\nLINE 2:   FAIL; SELECT 2\n           ^\n");
  }

  @Test
  void quietLeavesOutTags() {
    settings.setQuiet(true);
    runner.run("CREATE; SELECT 1", "");
    assertThat(out.toString()).isEqualTo(" n\n---\n 1\n");
  }

  @Test
  void timingIsPrintedBehindEachStatement() {
    settings.setTiming(true);
    settings.setQuiet(true);
    runner.run("CREATE", "");
    assertThat(out.toString()).matches("Time: \\d+\\.\\d{3} ms\n");
  }
}
