package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes of materialized views whose definitions change go on finding what is there. */
final class IndexedViewsTest extends DatabaseTestBase {
  @BeforeEach
  void createView() {
    run(
        "CREATE TABLE t (a int PRIMARY KEY, b int, c text);"
            + "INSERT INTO t SELECT i, i % 100, 'x' || i FROM generate_series(1, 5000) AS g (i);"
            + "CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;"
            + "CREATE INDEX mb ON m (b)");
    assertIndexFinds(7, 50);
  }

  @Test
  void anIndexStaysWhenTheRowsChange() {
    run("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT a, b + 1 AS b FROM t");
    assertIndexFinds(0, 0);
    assertIndexFinds(100, 50);
    run("UPDATE t SET b = 99 WHERE a = 1");
    assertIndexFinds(100, 51);
  }

  @Test
  void anIndexFollowsItsColumnsToOtherPlaces() {
    run("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT a, b, c FROM t");
    assertIndexFinds(7, 50);
    run("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT c, b + 1 AS b FROM t");
    assertIndexFinds(8, 50);
    run("DELETE FROM t WHERE a = 7");
    assertIndexFinds(8, 49);
  }

  @Test
  void partialIndexesAndThoseOnExpressionsFollowToo() {
    run(
        "DROP INDEX mb;"
            + "CREATE INDEX mb ON m ((b + a)) WHERE b > 50;"
            + "CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT c, b, a FROM t");
    String query = "SELECT count(*) FROM m WHERE b + a = 160 AND b > 50";
    assertThat(plan(query)).contains("using mb");
    assertThat(rows(query)).containsExactly("1");
  }

  @Test
  void aColumnThatAnIndexNeedsCannotGo() {
    String message =
        "2BP01 cannot change the columns of materialized view \"m\" because index \"mb\" needs one"
            + " that would go or get another type";
    assertThat(error("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT a FROM t"))
        .isEqualTo(message);
    assertThat(error("CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT a, b::text AS b FROM t"))
        .isEqualTo(message);
    assertIndexFinds(7, 50);
    run("DROP INDEX mb; CREATE OR REPLACE MATERIALIZED VIEW m AS SELECT a FROM t");
  }

  @Test
  void aProgramSaysThatAnIndexGoesWithItsColumn() {
    String program =
        "CREATE TABLE t (a int PRIMARY KEY, b int, c text);"
            + "CREATE MATERIALIZED VIEW m AS SELECT a, %s AS b FROM t;";
    assertThat(rows("APPLY PROGRAM $$" + program.formatted("b + 1") + "$$"))
        .noneMatch(row -> row.contains("index"));
    assertIndexFinds(8, 50);
    assertThat(rows("APPLY PROGRAM $$" + program.formatted("b::text") + "$$"))
        .anyMatch(row -> row.startsWith("dropped|index|mb|"));
    assertThat(rows("SELECT count(*) FROM m WHERE b = '7'")).containsExactly("50");
  }

  private void assertIndexFinds(int b, int count) {
    String query = "SELECT count(*) FROM m WHERE b = " + b;
    assertThat(plan(query)).contains("using mb");
    assertThat(rows(query)).containsExactly(String.valueOf(count));
  }

  private String plan(String query) {
    return String.join("\n", rows("EXPLAIN " + query));
  }
}
