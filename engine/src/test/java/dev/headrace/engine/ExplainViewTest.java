package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN MATERIALIZED VIEW. */
final class ExplainViewTest extends DatabaseTestBase {
  @BeforeEach
  void createViews() {
    run(
        "CREATE TABLE t (id integer PRIMARY KEY, a integer);"
            + "CREATE MATERIALIZED VIEW sums AS SELECT a, sum(id) FROM t GROUP BY a;"
            + "CREATE MATERIALIZED VIEW more AS SELECT a, sum(id) + 1 AS s FROM t GROUP BY a;"
            + "CREATE MATERIALIZED VIEW top AS SELECT * FROM sums ORDER BY a LIMIT 1;"
            + "INSERT INTO t VALUES (1, 1), (2, 1), (3, 2)");
  }

  private List<String> explain(String what) {
    return texts(session.query("EXPLAIN " + what));
  }

  @Test
  void showsTheQueryAndTheRunningOperatorsWithTheirState() {
    assertThat(String.join("\n", explain("MATERIALIZED VIEW sums")))
        .matches(
            """
            Aggregate by a: sum\\(id\\)
              Project: .*
                Scan t: id, a
            Circuit:
              (\\d+): Scan t
              (\\d+): Aggregate <- \\1 \\(state 2 rows, \\d+ bytes; shared with more\\)
                   compiled, unit [0-9a-f]+, \\d+ bytes
              \\d+: View sums <- \\2
                   compiled, unit [0-9a-f]+, \\d+ bytes
            Stored: 2 rows, \\d+ bytes""");
  }

  @Test
  void anOperatorHasTheSameNumberInEveryViewThatSharesIt() {
    String aggregate = line("MATERIALIZED VIEW sums", "Aggregate <-");
    assertThat(line("MATERIALIZED VIEW more", "Aggregate <-"))
        .isEqualTo(aggregate.replace("shared with more", "shared with sums"));
  }

  @Test
  void anotherViewIsAnInputWithACircuitOfItsOwn() {
    List<String> lines = explain("(CIRCUIT) MATERIALIZED VIEW top");
    assertThat(lines).anyMatch(l -> l.matches("  \\d+: View sums"));
    assertThat(lines).anyMatch(l -> l.matches("  \\d+: TopK <- \\d+ \\(state 2 rows, .*"));
    assertThat(lines).noneMatch(l -> l.contains("Aggregate <-"));
  }

  @Test
  void analyzeShowsWhatHasBeenDone() {
    assertThat(line("(ANALYZE) MATERIALIZED VIEW sums", "Aggregate <-"))
        .containsPattern("output \\d+ bytes; time \\d+\\.\\d+ ms");
    assertThat(explain("ANALYZE MATERIALIZED VIEW sums")).last().asString().startsWith("Steps: ");
  }

  @Test
  void codeShowsInstructions() {
    assertThat(explain("(CODE) MATERIALIZED VIEW sums")).anyMatch(l -> l.contains("invokestatic"));
  }

  @Test
  void onlyMaterializedViewsCanBeExplainedSo() {
    run("CREATE VIEW plain AS SELECT 1 AS x");
    assertThat(error("EXPLAIN MATERIALIZED VIEW plain"))
        .isEqualTo("42809 \"plain\" is not a materialized view");
    assertThat(error("EXPLAIN MATERIALIZED VIEW missing")).startsWith("42P01");
  }

  @Test
  void aViewIsExplainedAfterTheTransactionThatCreatedIt() {
    run("BEGIN; CREATE MATERIALIZED VIEW late AS SELECT a FROM t");
    assertThat(error("EXPLAIN MATERIALIZED VIEW late"))
        .isEqualTo(
            "55000 materialized view \"late\" can be explained after the end of the transaction"
                + " that created it");
    run("ROLLBACK");
  }

  private String line(String what, String part) {
    return explain(what).stream().filter(l -> l.contains(part)).findFirst().orElseThrow();
  }
}
