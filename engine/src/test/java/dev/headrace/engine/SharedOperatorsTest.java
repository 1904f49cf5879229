package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views use the operators that are there, with what they remember, and free those of their own. */
final class SharedOperatorsTest extends DatabaseTestBase {
  @BeforeEach
  void createView() {
    run(
        "CREATE TABLE t (id integer PRIMARY KEY, k integer, v integer);"
            + "CREATE TABLE d (k integer PRIMARY KEY, name text);"
            + "INSERT INTO t SELECT i, i % 10, i FROM generate_series(1, 1000) AS s (i);"
            + "INSERT INTO d SELECT i, 'n' || i % 3 FROM generate_series(0, 9) AS s (i);"
            + "CREATE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS s FROM t GROUP BY k");
  }

  /** The number of an operator of a view, its inputs, its state, and what it has put out. */
  private String operator(String view, String name) {
    return texts(session.query("EXPLAIN ANALYZE MATERIALIZED VIEW " + view)).stream()
        .filter(line -> line.contains(": " + name))
        .findFirst()
        .map(line -> line.replaceAll("; shared with [^;]*", "").replaceAll("; time.*", ""))
        .orElse("none");
  }

  @Test
  void aNewViewTakesItsRowsFromTheOperatorThatIsThere() {
    String before = operator("sums", "Aggregate");
    run(
        "CREATE MATERIALIZED VIEW large AS SELECT k, sum(v) AS s FROM t GROUP BY k HAVING sum(v) > 50100");
    assertThat(operator("large", "Aggregate")).isEqualTo(before).contains("state 10 rows");
    assertThat(rows("SELECT * FROM large"))
        .isEqualTo(rows("SELECT k, sum(v) FROM t GROUP BY k HAVING sum(v) > 50100"));
    run("UPDATE t SET v = 100000 WHERE id = 1");
    assertThat(rows("SELECT * FROM large WHERE k = 1")).containsExactly("1|149599");
  }

  @Test
  void aChangedViewKeepsTheOperatorsWhoseDefinitionsStay() {
    String before = operator("sums", "Aggregate");
    run("CREATE OR REPLACE MATERIALIZED VIEW sums AS SELECT k, sum(v) + 1 AS s FROM t GROUP BY k");
    assertThat(operator("sums", "Aggregate")).isEqualTo(before);
    assertThat(rows("SELECT s FROM sums WHERE k = 0")).containsExactly("50501");
  }

  @Test
  void whatDoesNotKeepItsRowsIsComputedAgainAndStillShared() {
    String view =
        "SELECT name, v, row_number() OVER (PARTITION BY t.k ORDER BY id) AS n FROM t JOIN d ON t.k = d.k";
    run("CREATE MATERIALIZED VIEW numbered AS " + view);
    String window = operator("numbered", "Window");
    run("CREATE MATERIALIZED VIEW firsts AS SELECT * FROM (" + view + ") AS w WHERE n = 1");
    assertThat(operator("firsts", "Window")).isEqualTo(window);
    assertThat(operator("firsts", "Join")).isEqualTo(operator("numbered", "Join"));
    assertThat(rows("SELECT count(*) FROM firsts")).containsExactly("10");
    run("DELETE FROM t WHERE id <= 10");
    assertThat(rows("SELECT sum(v) FROM firsts")).containsExactly("155");
  }

  @Test
  void theSameDefinitionKeepsTheViewWithItsRows() {
    String before = operator("sums", "View");
    run("CREATE OR REPLACE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS s FROM t GROUP BY k");
    assertThat(operator("sums", "View")).isEqualTo(before);
    run("BEGIN; DROP MATERIALIZED VIEW sums");
    run("CREATE MATERIALIZED VIEW sums2 AS SELECT k, sum(v) AS s FROM t GROUP BY k; COMMIT");
    assertThat(operator("sums2", "View").replace("sums2", "sums")).isEqualTo(before);
    run("INSERT INTO t VALUES (0, 0, 7)");
    assertThat(rows("SELECT s FROM sums2 WHERE k = 0")).containsExactly("50507");
  }

  @Test
  void aViewBehindAChangedOneIsMadeAnewAndOthersStay() {
    run("CREATE MATERIALIZED VIEW total AS SELECT sum(s) AS s FROM sums");
    run("CREATE MATERIALIZED VIEW names AS SELECT name, count(*) AS n FROM d GROUP BY name");
    String names = operator("names", "View");
    run("CREATE OR REPLACE MATERIALIZED VIEW sums AS SELECT k, sum(v) * 2 AS s FROM t GROUP BY k");
    assertThat(rows("SELECT * FROM total")).containsExactly("1001000");
    assertThat(operator("names", "View").replaceAll(" \\d+", ""))
        .isEqualTo(names.replaceAll(" \\d+", ""));
  }

  @Test
  void operatorsGoWithTheLastViewThatIsMadeOfThem() {
    run("CREATE MATERIALIZED VIEW first AS SELECT name FROM d");
    int number = number("first");
    run("DROP MATERIALIZED VIEW first");
    run("CREATE MATERIALIZED VIEW more AS SELECT k, sum(v) + 1 AS s FROM t GROUP BY k");
    run("DROP MATERIALIZED VIEW sums; DROP MATERIALIZED VIEW more");
    // the aggregate and both outputs have left the circuit
    run("CREATE MATERIALIZED VIEW first AS SELECT name FROM d");
    assertThat(number("first")).isEqualTo(number - 2);
  }

  private int number(String view) {
    return Integer.parseInt(operator(view, "View").replaceAll(":.*", "").strip());
  }

  @Test
  void aFailedEditLeavesAllAsItWas() {
    String before = operator("sums", "View");
    assertThat(
            error(
                "BEGIN; CREATE OR REPLACE MATERIALIZED VIEW sums AS SELECT k, sum(v) * 2 AS s FROM t GROUP BY k;"
                    + "INSERT INTO d VALUES (0, 'again'); COMMIT"))
        .startsWith("23505");
    run("ROLLBACK");
    assertThat(operator("sums", "View")).isEqualTo(before);
    assertThat(rows("SELECT s FROM sums WHERE k = 0")).containsExactly("50500");
  }

  @Test
  void errorsAreReportedForEveryViewThatIsMadeOfTheOperator() {
    run("CREATE MATERIALIZED VIEW a AS SELECT k, sum(100 / (v - 5)) AS s FROM t GROUP BY k");
    run("CREATE MATERIALIZED VIEW b AS SELECT k, sum(100 / (v - 5)) + 1 AS s FROM t GROUP BY k");
    String errors = "SELECT view, count(*) FROM headrace.row_errors GROUP BY view";
    assertThat(rows(errors)).containsExactly("a|1", "b|1");
    run("DROP MATERIALIZED VIEW a; INSERT INTO t VALUES (5000, 1, 5)");
    assertThat(rows(errors)).containsExactly("b|2");
    run("DELETE FROM t WHERE v = 5");
    assertThat(rows(errors)).isEmpty();
  }

  @Test
  void errorsOfAViewThatIsGoneAreNotThoseOfViewsThatReadAnEqualOne() {
    String failing = "SELECT k, 100 / (v - 5) AS s FROM t";
    run("CREATE MATERIALIZED VIEW a AS " + failing + "; CREATE MATERIALIZED VIEW b AS " + failing);
    run("CREATE MATERIALIZED VIEW over_a AS SELECT k, sum(s) AS s FROM a GROUP BY k");
    run("CREATE MATERIALIZED VIEW over_b AS SELECT k, sum(s) + 1 AS s FROM b GROUP BY k");
    run("DROP MATERIALIZED VIEW a CASCADE; INSERT INTO t VALUES (5000, 1, 5), (5001, 2, 105)");
    assertThat(rows("SELECT view, count(*) FROM headrace.row_errors GROUP BY view"))
        .containsExactly("b|2");
    assertThat(rows("SELECT * FROM over_b ORDER BY k"))
        .isEqualTo(
            rows("SELECT k, sum(100 / (v - 5)) + 1 FROM t WHERE v <> 5 GROUP BY k ORDER BY k"));
  }

  /** A step that fails as a whole: what is nested that deep is nobody's row error. */
  private void failAStep() {
    assertThat(error("INSERT INTO d VALUES (77, repeat('[', 100000))")).startsWith("54001");
  }

  @Test
  void afterAFailedStepViewsShareOperatorsAndReportErrorsAsBefore() {
    run(
        "CREATE MATERIALIZED VIEW nested AS SELECT count(name::jsonb) AS n FROM d WHERE name LIKE '[%';"
            + "CREATE MATERIALIZED VIEW a AS SELECT k, sum(100 / (v - 5)) AS s FROM t GROUP BY k;"
            + "CREATE MATERIALIZED VIEW b AS SELECT k, sum(100 / (v - 5)) + 1 AS s FROM t GROUP BY k");
    List<String> views = rows("SELECT a.k, a.s, b.s FROM a JOIN b USING (k) ORDER BY k");
    failAStep();
    assertThat(rows("SELECT a.k, a.s, b.s FROM a JOIN b USING (k) ORDER BY k")).isEqualTo(views);
    String errors = "SELECT view, count(*) FROM headrace.row_errors GROUP BY view";
    assertThat(rows(errors)).containsExactly("a|1", "b|1");
    assertThat(operator("b", "Aggregate")).isEqualTo(operator("a", "Aggregate"));
    run("DELETE FROM t WHERE v = 5");
    assertThat(rows(errors)).isEmpty();
  }

  @Test
  void anEditThatBeganBeforeAFailedStepIsMadeOfTheViewsThatThereAreNow() {
    run(
        "CREATE MATERIALIZED VIEW nested AS SELECT count(name::jsonb) AS n FROM d WHERE name LIKE '[%'");
    try (Session other = db.connect()) {
      other.execute("BEGIN; ALTER TABLE t RENAME TO renamed");
      other.execute(
          "CREATE MATERIALIZED VIEW more AS SELECT k, sum(v) + 1 AS s FROM renamed GROUP BY k");
      failAStep();
      other.execute("COMMIT");
    }
    run("INSERT INTO renamed VALUES (0, 0, 7)");
    assertThat(rows("SELECT sums.s, more.s FROM sums JOIN more USING (k) WHERE k = 0"))
        .containsExactly("50507|50508");
  }
}
