package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** WITH RECURSIVE in subqueries; correlated-recursion.slt has PostgreSQL's answers to more. */
final class RecursiveQueryTest extends DatabaseTestBase {
  @Test
  void whatDependsOnTheRowsOfAnotherRecursionIsRefused() {
    assertThat(
            error(
                "WITH RECURSIVE r (i, s) AS (SELECT 1, 0 UNION ALL SELECT i + 1, (WITH RECURSIVE t"
                    + " (j) AS (SELECT r.i UNION ALL SELECT j + 1 FROM t WHERE j < 4) SELECT j FROM"
                    + " t ORDER BY j DESC LIMIT 1) FROM r WHERE i < 3) SELECT * FROM r"))
        .contains("0A000")
        .contains("depends on the rows of another one around it");
    run("CREATE TABLE t (id integer)");
    assertThat(
            error(
                "CREATE MATERIALIZED VIEW v AS WITH RECURSIVE r (i) AS (SELECT id FROM t UNION"
                    + " SELECT i + 1 FROM r WHERE i < 9) SELECT * FROM r"))
        .contains("0A000")
        .contains("materialized view");
  }

  @Test
  void findsForEachRowWhatAQueryOfItsOwnFinds() {
    long seed = System.nanoTime();
    System.out.println("RecursiveQueryTest seed " + seed);
    Random random = new Random(seed);
    run("CREATE TABLE edge (a integer, b integer); CREATE TABLE node (id integer)");
    for (int i = 0; i < 40; i++) {
      run("INSERT INTO edge VALUES ($1, $2)", random.nextInt(15), random.nextInt(15));
    }
    run("INSERT INTO edge VALUES (NULL, 3), (4, NULL)");
    run("INSERT INTO node SELECT n FROM generate_series(0, 14) AS s (n)");
    run("INSERT INTO node VALUES (NULL), (3)");
    String reached =
        "(WITH RECURSIVE r (at) AS (SELECT b FROM edge WHERE a = %1$s UNION SELECT e.b FROM edge e"
            + " JOIN r ON e.a = r.at WHERE e.b <> %1$s) SELECT string_agg(at::text, ',' ORDER BY"
            + " at) FROM r)";
    for (String row : rows("SELECT id, " + reached.formatted("node.id") + " FROM node")) {
      String id = row.substring(0, row.indexOf('|'));
      assertThat(rows("SELECT " + id + ", " + reached.formatted(id + "::integer")))
          .as("seed " + seed + ", node " + id)
          .containsExactly(row);
    }
  }
}
