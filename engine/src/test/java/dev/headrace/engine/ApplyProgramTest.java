package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program takes the place of the definitions in force, in one step or not at all. */
final class ApplyProgramTest extends DatabaseTestBase {
  private static final String PROGRAM =
      """
      CREATE TABLE t (id integer PRIMARY KEY, k integer, v integer);
      CREATE TABLE d (k integer PRIMARY KEY, name text NOT NULL UNIQUE);
      CREATE VIEW plain AS SELECT k, v FROM t WHERE v > 0;
      CREATE MATERIALIZED VIEW sums AS SELECT k, sum(v) AS s FROM plain GROUP BY k;
      CREATE MATERIALIZED VIEW total AS SELECT sum(s) AS s FROM sums;
      CREATE MATERIALIZED VIEW names AS SELECT name, count(*) AS n FROM d GROUP BY name;
      CREATE INDEX sums_s ON sums (s);
      """;

  @BeforeEach
  void applyProgram() {
    db.apply(PROGRAM);
    run(
        "INSERT INTO t SELECT i, i % 10, i FROM generate_series(1, 1000) AS s (i);"
            + "INSERT INTO d VALUES (1, 'one'), (2, 'two')");
  }

  /** Objects that are not kept, and operators, as {@code sign kind name: reason}. */
  private static List<String> edits(List<ProgramChange> plan) {
    List<String> edits = new ArrayList<>();
    for (ProgramChange change : plan) {
      boolean operator = change.kind().equals("operator");
      if (operator || !change.change().equals("kept")) {
        edits.add(
            (operator ? "  " + change.change() + " " : change.change() + " " + change.kind() + " ")
                + change.name().replaceAll(" .*", "")
                + (change.reason() == null ? "" : ": " + change.reason()));
      }
    }
    return edits;
  }

  private static String with(String old, String now) {
    assertThat(PROGRAM).contains(old);
    return PROGRAM.replace(old, now);
  }

  /** The step since which a view's operators run, and what they have put out. */
  private String operators(String view) {
    return String.join(
        "\n",
        texts(session.query("EXPLAIN ANALYZE MATERIALIZED VIEW " + view)).stream()
            .map(line -> line.replaceAll("; time.*", ""))
            .toList());
  }

  @Test
  void theSameProgramChangesNothing() {
    String before = operators("total");
    assertThat(db.apply(PROGRAM)).extracting(ProgramChange::change).containsOnly("kept");
    assertThat(db.apply("-- the same in other words\n" + PROGRAM.replace("  ", " ")))
        .extracting(ProgramChange::change)
        .containsOnly("kept");
    assertThat(operators("total")).isEqualTo(before);
  }

  @Test
  void viewsStayWhoseColumnsTheTextDoesNotTell() {
    String more =
        PROGRAM
            + """
            CREATE VIEW all_columns AS SELECT * FROM d;
            CREATE MATERIALIZED VIEW counted (n) AS SELECT count(*) FROM all_columns;
            CREATE MATERIALIZED VIEW all_keys AS SELECT k FROM d UNION ALL SELECT v FROM t;
            CREATE MATERIALIZED VIEW named AS WITH x AS (SELECT * FROM d) SELECT count(*), max(k) FROM x;
            """;
    db.apply(more);
    String operators = operators("named");
    assertThat(db.apply(more + "-- again")).extracting(ProgramChange::change).containsOnly("kept");
    assertThat(edits(db.apply(more.replace("counted (n)", "counted (m)"))))
        .containsExactly("changed materialized view counted: its columns changed");
    assertThat(rows("SELECT m FROM counted")).containsExactly("2");
    assertThat(operators("named")).isEqualTo(operators);
  }

  @Test
  void aPlanTellsWhatWouldChangeAndWhy() {
    String edit = with("v > 0", "v > 500");
    assertThat(edits(db.plan(edit)))
        .containsExactly(
            "changed view plain: its definition changed",
            "changed materialized view sums: view plain changed",
            "  new Aggregate",
            "changed materialized view total: materialized view sums changed",
            "  new Aggregate");
    ProgramChange sums =
        db.plan(edit).stream().filter(c -> c.name().equals("sums")).findFirst().orElseThrow();
    assertThat(sums.rows()).hasValue(1000);
    assertThat(sums.milliseconds()).isPresent();
    assertThat(rows("SELECT * FROM total")).containsExactly("500500");
    db.apply(edit);
    assertThat(rows("SELECT * FROM total")).containsExactly("375250");
    assertThat(rows("SELECT * FROM names")).containsExactly("one|1", "two|1");
  }

  @Test
  void whatAnEditLeavesKeepsItsOperatorsAndSubscribers() throws InterruptedException {
    String names = operators("names");
    CountDownLatch seen = new CountDownLatch(1);
    Subscription subscription =
        db.subscribe(
            "names",
            new ChangeListener() {
              @Override
              public void onSnapshot(long step, List<Change> rows) {}

              @Override
              public void onChanges(long step, List<Change> changes) {
                seen.countDown();
              }
            });
    assertThat(edits(db.apply(with("sum(v) AS s", "sum(v) + 1 AS s"))))
        .containsExactly(
            "changed materialized view sums: its definition changed",
            "  kept Aggregate",
            "changed materialized view total: materialized view sums changed",
            "  new Aggregate");
    assertThat(operators("names").replaceAll("\\d+", "")).isEqualTo(names.replaceAll("\\d+", ""));
    assertThat(rows("SELECT * FROM total")).containsExactly("500510");
    run("INSERT INTO d VALUES (3, 'three')");
    seen.await();
    subscription.close();
  }

  @Test
  void viewsThatTheProgramDoesNotHaveAreDroppedAndTablesStay() {
    assertThat(
            edits(
                db.apply(
                    "CREATE TABLE e (x int);"
                        + "CREATE MATERIALIZED VIEW names AS SELECT name, count(*) AS n FROM d GROUP BY name")))
        .containsExactly(
            "new table e",
            "dropped view plain: not in the program",
            "dropped materialized view sums: not in the program",
            "  dropped Aggregate",
            "dropped materialized view total: not in the program",
            "  dropped Aggregate");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("1000");
    assertThat(error("SELECT * FROM sums")).startsWith("42P01");
  }

  @Test
  void aColumnThatIsAddedKeepsTheViewsThatDoNotShowIt() {
    String before = operators("total");
    assertThat(edits(db.apply(with("v integer);", "v integer, w text DEFAULT 'new');"))))
        .containsExactly("changed table t: a column is added");
    assertThat(rows("SELECT w FROM t WHERE id = 1")).containsExactly("new");
    assertThat(operators("total").replaceAll("\\d+", "")).isEqualTo(before.replaceAll("\\d+", ""));
    run("INSERT INTO t VALUES (1001, 1, 500, 'x')");
    assertThat(rows("SELECT * FROM total")).containsExactly("501000");
  }

  @Test
  void otherChangesOfTablesAreRefused() {
    for (String edit :
        List.of(
            with("v integer);", "v bigint);"),
            with("k integer, v integer);", "v integer, k integer);"),
            with("k integer, v integer);", "k integer);"),
            with("text NOT NULL UNIQUE", "text NOT NULL"),
            with("v integer);", "v integer, w int, CHECK (w > v));"))) {
      assertThat(catchThrowableOfType(SqlException.class, () -> db.apply(edit)))
          .as(edit)
          .hasMessageContaining("is there with another definition");
    }
    assertThat(db.plan(PROGRAM)).extracting(ProgramChange::change).containsOnly("kept");
  }

  @Test
  void indexesOfViewsFollowTheProgram() {
    assertThat(edits(db.apply(with("sums (s)", "sums (s DESC)"))))
        .containsExactly("changed index sums_s: its definition changed");
    db.apply(
        with(
            "SELECT k, sum(v) AS s FROM plain", "SELECT k, count(*) AS n, sum(v) AS s FROM plain"));
    assertThat(rows("SELECT k, n FROM sums WHERE s = 50500")).containsExactly("0|100");
  }

  @Test
  void manyViewsChangeAtOnceToOthersSight() throws InterruptedException {
    db.apply(PROGRAM + "CREATE MATERIALIZED VIEW other AS SELECT sum(v) AS s FROM plain;");
    List<String> wrong = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try (Session mine = db.connect()) {
                for (int i = 0; i < 200; i++) {
                  List<String> seen =
                      rows(mine, "SELECT total.s, other.s FROM total CROSS JOIN other");
                  if (!seen.isEmpty() && !seen.getFirst().matches("(\\d+)\\|\\1")) {
                    wrong.addAll(seen);
                  }
                }
              }
            });
    reader.start();
    for (int i = 0; i < 10; i++) {
      db.apply(
          with("SELECT k, v FROM t", "SELECT k, v + " + i + " AS v FROM t")
              + "CREATE MATERIALIZED VIEW other AS SELECT sum(v) AS s FROM plain;");
    }
    reader.join();
    assertThat(wrong).isEmpty();
  }

  // ---- what fails

  private void assertUntouched(String edit, String state) {
    List<String> before = List.of(operators("total"), operators("names"));
    SqlException error = catchThrowableOfType(SqlException.class, () -> db.apply(edit));
    assertThat(error).as(edit).isNotNull();
    assertThat(error.sqlState()).as(error.message()).isEqualTo(state);
    assertThat(List.of(operators("total"), operators("names"))).isEqualTo(before);
    assertThat(db.plan(PROGRAM)).extracting(ProgramChange::change).containsOnly("kept");
    run("INSERT INTO t VALUES (2000, 1, 7)");
    assertThat(rows("SELECT * FROM total")).containsExactly("500507");
    run("DELETE FROM t WHERE id = 2000");
  }

  @Test
  void badSqlChangesNothing() {
    assertUntouched(with("sum(s)", "sum(s) +"), "42601");
    assertUntouched(with("FROM sums;", "FROM nothing;"), "42P01");
    assertUntouched(with("sum(s)", "sum(q)"), "42703");
    assertUntouched(PROGRAM + "INSERT INTO d VALUES (9, 'nine');", "0A000");
    assertUntouched(PROGRAM + "CREATE VIEW plain AS SELECT 1;", "42P07");
    // it reads what comes later, or itself
    assertUntouched(with("FROM plain", "FROM total"), "42P01");
    assertUntouched(with("FROM plain", "FROM sums"), "42P01");
  }

  @Test
  void aFillThatFailsChangesNothing() {
    run("INSERT INTO d VALUES (77, repeat('[', 100000))");
    assertUntouched(
        PROGRAM
            + "CREATE MATERIALIZED VIEW nested AS SELECT count(name::jsonb) AS n FROM d WHERE name LIKE '[%'",
        "54001");
  }

  @Test
  void aConflictChangesNothing() {
    String edit = with("v > 0", "v > 500").replace("'", "''");
    run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM d");
    run("APPLY PROGRAM '" + edit + "'");
    try (Session other = db.connect()) {
      other.execute("UPDATE d SET name = 'eins' WHERE k = 1");
    }
    assertThat(error("UPDATE d SET name = 'uno' WHERE k = 1")).startsWith("40001");
    run("ROLLBACK");
    assertThat(db.plan(PROGRAM)).extracting(ProgramChange::change).containsOnly("kept");
    assertThat(rows("SELECT * FROM total")).containsExactly("500500");
  }

  @Test
  void errorsHaveTheirPlaceInTheStatement() {
    SqlException error =
        catchThrowableOfType(
            SqlException.class,
            () ->
                run(
                    "APPLY PROGRAM $p$CREATE TABLE e (x int);\nCREATE VIEW w AS\n SELECT y FROM e$p$"));
    assertThat(error.position()).isEqualTo(new SqlException.Position(3, 9, 67));
    error =
        catchThrowableOfType(
            SqlException.class,
            () -> run("APPLY PROGRAM $$CREATE TABLE e (x int);\n\nCREATE TABLE t (x int)$$"));
    assertThat(error.position()).isEqualTo(new SqlException.Position(3, 1, 42));
  }

  @Test
  void aTransactionHasTheProgramToItselfUntilItCommits() {
    run("BEGIN; APPLY PROGRAM '" + with("v > 0", "v > 500").replace("'", "''") + "'");
    assertThat(rows("SELECT * FROM total")).containsExactly("375250");
    try (Session other = db.connect()) {
      assertThat(rows(other, "SELECT * FROM total")).containsExactly("500500");
    }
    run("ROLLBACK");
    assertThat(rows("SELECT * FROM total")).containsExactly("500500");
  }

  @Test
  void viewsOfTemporaryOnesAreNotChangedBeneathThem() {
    run("CREATE TEMPORARY VIEW mine AS SELECT * FROM sums");
    assertUntouched(with("v > 0", "v > 500"), "2BP01");
    run("DROP VIEW mine");
    db.apply(with("v > 0", "v > 500"));
  }

  @Test
  void listenersToAViewThatChangesAreToldHowItsRowsDiffer() throws InterruptedException {
    try (FollowedView total = new FollowedView(db.database(), "total");
        FollowedView names = new FollowedView(db.database(), "names")) {
      assertThat(total.rows()).containsExactly("500500");
      db.apply(with("v > 0", "v > 500"));
      assertThat(total.rows()).containsExactly("375250");
      run("INSERT INTO t VALUES (2000, 1, 1000)");
      assertThat(total.rows()).containsExactly("376250");
      // in one commit, by the old definition and the new one
      run(
          "BEGIN; INSERT INTO t VALUES (2001, 1, 1000);"
              + "CREATE OR REPLACE MATERIALIZED VIEW total AS SELECT -sum(s) AS s FROM sums; COMMIT");
      assertThat(total.rows()).containsExactly("-377250");
      assertThat(total.hasEnded()).isFalse();
      db.apply(with("sum(s) AS s", "count(s) AS s"));
      assertThat(total.hasEnded()).as("its column has another type").isTrue();
      assertThat(names.rows()).containsExactly("one|1", "two|1");
    }
  }

  @Test
  void sinksGoOnWithViewsThatChangeButForOtherColumns() throws Exception {
    String program =
        PROGRAM
            + "CREATE SINK sink FROM total"
            + " WITH (connector = 'file', format = 'csv', path = 'total.csv');";
    db.apply(program);
    db.apply(program.replace("v > 0", "v > 500"));
    for (String column : List.of("sum(s) AS s2", "count(s) AS s")) {
      assertThat(
              catchThrowableOfType(
                  SqlException.class,
                  () -> db.apply(program.replace("sum(s) AS s FROM", column + " FROM"))))
          .hasMessageContaining("writes a view that would go or get other columns");
    }
    assertThat(
            catchThrowableOfType(
                SqlException.class,
                () ->
                    run(
                        "CREATE OR REPLACE MATERIALIZED VIEW total AS SELECT sum(s) AS s, 1 FROM sums")))
        .hasMessage(
            "cannot change the columns of materialized view \"total\" because sink \"sink\" writes it");
    run("DELETE FROM t WHERE id = 1000");
    run("DROP SINK sink");
    assertThat(
            Files.readAllLines(directory.resolve("total.csv")).stream()
                .map(line -> line.replaceFirst(",\\d+$", ""))
                .toList())
        .containsExactlyInAnyOrder(
            "s,__weight,__step", "500500,1", "500500,-1", "375250,1", "375250,-1", "374250,1");
  }

  @Test
  void viewsWithRowsOfSourcesAreNotChangedBeneathTheirReaders() throws Exception {
    Files.writeString(directory.resolve("a.csv"), "x\n1\n2\n");
    String program =
        PROGRAM
            + "CREATE SOURCE s (x int) WITH (connector = 'file', path = 'a.csv');"
            + "CREATE VIEW seen AS SELECT x FROM s WHERE x > 0;"
            + "CREATE MATERIALIZED VIEW xs AS SELECT sum(x) AS x FROM seen;";
    db.apply(program);
    assertThat(db.awaitInputs(Duration.ofMinutes(1))).isTrue();
    assertThat(rows("SELECT * FROM xs")).containsExactly("3");
    assertThat(
            catchThrowableOfType(
                SqlException.class, () -> db.apply(program.replace("x > 0", "x > 1"))))
        .hasMessageContaining("rows of source \"s\" are not stored");
    db.apply(program + "CREATE MATERIALIZED VIEW more AS SELECT k FROM t;");
    assertThat(rows("SELECT * FROM xs")).containsExactly("3");
  }

  @Test
  void whatIsAppliedIsThereAfterARestart(@TempDir Path place) {
    String edit = with("v > 0", "v > 500");
    try (Headrace durable = Headrace.open(place)) {
      durable.apply(PROGRAM);
      durable.execute("INSERT INTO t SELECT i, i % 10, i FROM generate_series(1, 1000) AS s (i)");
      durable.apply(edit);
    }
    try (Headrace durable = Headrace.open(place)) {
      assertThat(texts(durable.query("SELECT s FROM total"))).containsExactly("375250");
      assertThat(durable.plan(edit)).extracting(ProgramChange::change).containsOnly("kept");
    }
  }
}
