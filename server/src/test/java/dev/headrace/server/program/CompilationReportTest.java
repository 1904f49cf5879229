package dev.headrace.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.Compilation;
import dev.headrace.codegen.Compilations;
import dev.headrace.engine.Headrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CompilationReportTest {
  private static final Compilation UNIT =
      new Compilation(7, "totals", "emit", "", Compilation.State.WAITING, 0, 0, 0, 0, "");

  private final StringWriter terminal = new StringWriter();

  @Test
  void showsBarAndCountsAndTheLatestView() {
    assertThat(CompilationReport.line(UNIT, new Compilations.Progress(2_000, 500)))
        .isEqualTo("[=======                       ] 500 of 2,000 units, view totals");
    assertThat(CompilationReport.line(UNIT, new Compilations.Progress(0, 0))).startsWith("[    ");
    assertThat(CompilationReport.line(UNIT, new Compilations.Progress(3, 3)))
        .startsWith("[==============================] 3 of 3");
  }

  @Test
  void drawsItsLineAnewATenthOfASecondLater() {
    CompilationReport report = new CompilationReport(new PrintWriter(terminal), true);
    long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    report.update(UNIT, new Compilations.Progress(4, 1), now);
    report.update(UNIT, new Compilations.Progress(4, 2), now + TimeUnit.MILLISECONDS.toNanos(99));
    report.update(UNIT, new Compilations.Progress(4, 3), now + TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(terminal.toString())
        .containsSubsequence("\r", " 1 of 4 units", "\r", " 3 of 4 units")
        .doesNotContain("2 of 4");
  }

  @Test
  void nobodyIsToldWhereThereIsNoTerminal() throws Exception {
    CompilationReport report = new CompilationReport(new PrintWriter(terminal), false);
    try (Headrace database = Headrace.inMemory();
        CompilationReport.Listening _ = report.follow(database.compilations())) {
      database.execute(
          "CREATE TABLE t (x INTEGER); CREATE MATERIALIZED VIEW v AS SELECT sum(x) AS s FROM t");
      database.compilations().await();
    }
    assertThat(terminal.toString()).isEmpty();
  }
}
