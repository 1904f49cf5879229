package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connect.file.FileConnector;
import dev.headrace.model.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Views over tables that are altered: they show what they showed, go on doing so when rows change,
 * and are the same after a restart.
 */
@Timeout(120)
final class AlteredViewsTest {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b text, c int)",
          "CREATE TABLE u (id int PRIMARY KEY, a int, n text)",
          "INSERT INTO t VALUES (1, 10, 'x', 7), (2, 20, 'y', 8), (3, 20, NULL, 9)",
          "INSERT INTO u VALUES (1, 10, 'ten'), (2, 20, 'twenty'), (4, 40, 'forty')");

  @TempDir private Path temp;

  private Headrace altered(String directory) {
    return Headrace.open(temp.resolve(directory), Options.defaults().withWorkers(2));
  }

  private static void execute(Headrace db, List<String> statements) {
    statements.forEach(db::execute);
  }

  private static List<String> rows(Headrace db, String query) {
    return db.query(query).rows().stream().map(List::toString).sorted().toList();
  }

  private static String refused(Headrace db, String statement) {
    SqlException error = catchThrowableOfType(SqlException.class, () -> db.execute(statement));
    return error.sqlState()
        + " "
        + error.message()
        + (error.detail() == null ? "" : " | " + error.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t",
        "SELECT id, a, b FROM t",
        "TABLE t",
        "SELECT t.a, count(*) AS n FROM t GROUP BY t.a",
        "SELECT q.a, q.b FROM t AS q WHERE q.a > 10",
        "SELECT t.id, u.n FROM t JOIN u ON t.a = u.a",
        "SELECT id, a, n FROM t JOIN u USING (id, a)",
        "SELECT * FROM t NATURAL JOIN u",
        "SELECT u.id, t.b FROM u LEFT JOIN t ON t.id = u.id",
        "SELECT s.a FROM (SELECT a FROM t) s",
        "SELECT * FROM (SELECT a, b FROM t) s",
        "WITH w AS (SELECT a AS k, max(id) AS m FROM t GROUP BY a) SELECT w.k, x.m FROM w JOIN w x"
            + " ON w.k = x.k",
        "SELECT a FROM t UNION SELECT a FROM u",
        "SELECT n FROM u WHERE a IN (SELECT a FROM t)",
        "SELECT n FROM u WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.a = u.a)",
        "SELECT x.id, y.id AS other FROM t x JOIN t y ON x.a = y.a AND x.id < y.id",
        "SELECT q.k, q.v FROM t AS q (k, v)",
        "SELECT t.id, t.b, count(u.id) AS n FROM t LEFT JOIN u ON u.a = t.a GROUP BY t.id",
        "SELECT id, rank() OVER (PARTITION BY a ORDER BY id) AS r FROM t",
        "SELECT a, b FROM t ORDER BY id LIMIT 2",
        "SELECT DISTINCT a FROM t",
        "SELECT public.t.a FROM public.t"
      })
  void followRenames(String query) {
    List<String> views =
        List.of(
            "CREATE VIEW v AS " + query,
            "CREATE MATERIALIZED VIEW m AS " + query,
            "CREATE VIEW vv AS SELECT * FROM v",
            "CREATE MATERIALIZED VIEW mm AS SELECT * FROM m",
            "CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM vv");
    List<String> names = List.of("v", "m", "vv", "mm", "mv");
    List<List<String>> steps =
        List.of(
            List.of(
                "ALTER TABLE t RENAME COLUMN a TO \"a B\"",
                "UPDATE t SET \"a B\" = 40 WHERE id = 1",
                "UPDATE t SET a = 40 WHERE id = 1"),
            List.of(
                "ALTER TABLE t RENAME TO \"T two\"",
                "INSERT INTO \"T two\" VALUES (4, 10, 'z', 1)",
                "INSERT INTO t VALUES (4, 10, 'z', 1)"),
            List.of(
                "ALTER TABLE \"T two\" RENAME b TO a",
                "UPDATE \"T two\" SET a = 'b' WHERE id = 2",
                "UPDATE t SET b = 'b' WHERE id = 2"),
            List.of(
                "ALTER TABLE \"T two\" ADD COLUMN n text DEFAULT 'twenty'",
                "INSERT INTO \"T two\" VALUES (5, 20, 'w', 2, 'ten')",
                "INSERT INTO t VALUES (5, 20, 'w', 2)"),
            List.of(
                "ALTER TABLE \"T two\" RENAME TO t",
                "DELETE FROM t WHERE id = 3",
                "DELETE FROM t WHERE id = 3"),
            List.of(
                "ALTER VIEW v RENAME TO w",
                "DELETE FROM t WHERE id = 2",
                "DELETE FROM t WHERE id = 2"),
            List.of(
                "ALTER MATERIALIZED VIEW m RENAME TO m2",
                "INSERT INTO t VALUES (2, 40, 'again', 5)",
                "INSERT INTO t VALUES (2, 40, 'again', 5)"));
    List<String> current = new ArrayList<>(names);
    try (Headrace same = Headrace.inMemory()) {
      execute(same, TABLES);
      execute(same, views);
      try (Headrace db = altered("db")) {
        execute(db, TABLES);
        execute(db, views);
        for (List<String> step : steps) {
          db.execute(step.get(0));
          current.replaceAll(
              name ->
                  step.get(0).contains("ALTER VIEW v ") && name.equals("v")
                      ? "w"
                      : step.get(0).contains("VIEW m ") && name.equals("m") ? "m2" : name);
          requireSame(db, current, same, names, step.get(0));
          db.execute(step.get(1));
          same.execute(step.get(2));
          requireSame(db, current, same, names, step.get(1));
        }
      }
      for (int round = 0; round < 2; round++) {
        try (Headrace db = altered("db")) {
          requireSame(db, current, same, names, "reopened");
          db.execute("INSERT INTO t VALUES (" + (10 + round) + ", 10, 'more', 3)");
          same.execute("INSERT INTO t VALUES (" + (10 + round) + ", 10, 'more', 3)");
          requireSame(db, current, same, names, "reopened and changed");
        }
      }
    }
  }

  private static void requireSame(
      Headrace db, List<String> names, Headrace same, List<String> others, String when) {
    for (int i = 0; i < names.size(); i++) {
      assertThat(rows(db, "SELECT * FROM " + names.get(i)))
          .as(names.get(i) + " after " + when)
          .isEqualTo(rows(same, "SELECT * FROM " + others.get(i)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, a FROM t",
        "SELECT a, count(*) AS n, max(id) AS m FROM t GROUP BY a",
        "SELECT t.id, u.n FROM t JOIN u ON t.a = u.a",
        "SELECT DISTINCT a FROM t",
        "SELECT u.n FROM u LEFT JOIN (SELECT a, id FROM t WHERE id > 1) s ON s.a = u.a",
        "SELECT n FROM u WHERE a IN (SELECT a FROM t)",
        "SELECT id FROM t ORDER BY a, id LIMIT 2"
      })
  void doNotMindColumnsThatTheyDoNotUse(String query) {
    List<String> views =
        List.of("CREATE VIEW v AS " + query, "CREATE MATERIALIZED VIEW m AS " + query);
    List<String> names = List.of("v", "m");
    try (Headrace same = Headrace.inMemory()) {
      execute(same, TABLES);
      execute(same, views);
      List<List<String>> steps =
          List.of(
              List.of(
                  "ALTER TABLE t ALTER COLUMN c TYPE text",
                  "INSERT INTO t VALUES (6, 20, 'x', 'seven')"),
              List.of("ALTER TABLE t DROP COLUMN b", "DELETE FROM t WHERE id = 2"),
              List.of("ALTER TABLE t DROP COLUMN c", "DELETE FROM t WHERE id = 1"),
              List.of(
                  "ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 3",
                  "UPDATE t SET a = 40, b = 5 WHERE id = 3"));
      List<String> plain =
          List.of(
              "INSERT INTO t VALUES (6, 20, 'x', 7)",
              "DELETE FROM t WHERE id = 2",
              "DELETE FROM t WHERE id = 1",
              "UPDATE t SET a = 40 WHERE id = 3");
      try (Headrace db = altered("db")) {
        execute(db, TABLES);
        execute(db, views);
        for (int i = 0; i < steps.size(); i++) {
          db.execute(steps.get(i).get(0));
          requireSame(db, names, same, names, steps.get(i).get(0));
          db.execute(steps.get(i).get(1));
          same.execute(plain.get(i));
          requireSame(db, names, same, names, steps.get(i).get(1));
        }
      }
      try (Headrace again = altered("db")) {
        requireSame(again, names, same, names, "reopened");
      }
    }
  }

  @Test
  void keepColumnsThatTheyUse() {
    try (Headrace db = Headrace.inMemory()) {
      execute(db, TABLES);
      db.execute("CREATE VIEW v AS SELECT a FROM t");
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT id FROM t WHERE b = 'x'");
      db.execute("CREATE VIEW w AS SELECT a + 1 AS x FROM v");
      assertThat(refused(db, "ALTER TABLE t DROP COLUMN a"))
          .isEqualTo(
              "2BP01 cannot drop column a of table t because other objects depend on it"
                  + " | view v depends on column a of table t\nview w depends on view v");
      assertThat(refused(db, "ALTER TABLE t DROP COLUMN b"))
          .isEqualTo(
              "2BP01 cannot drop column b of table t because other objects depend on it"
                  + " | materialized view m depends on column b of table t");
      assertThat(refused(db, "ALTER TABLE t ALTER COLUMN a TYPE bigint"))
          .isEqualTo(
              "0A000 cannot alter type of a column used by a view or rule"
                  + " | rule _RETURN on view v depends on column \"a\"");
      db.execute("ALTER TABLE t DROP COLUMN a CASCADE");
      assertThat(refused(db, "SELECT * FROM w")).startsWith("42P01");
      assertThat(refused(db, "SELECT * FROM v")).startsWith("42P01");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[1]");
    }
  }

  @Test
  void goOnWithinTheTransaction() {
    try (Headrace db = altered("db")) {
      execute(db, TABLES);
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n FROM t GROUP BY a");
      try (Session session = db.connect()) {
        session.execute("BEGIN");
        session.execute("INSERT INTO t VALUES (7, 70, 'q', 1)");
        session.execute("ALTER TABLE t RENAME a TO z");
        session.execute("ALTER TABLE t ADD COLUMN d int DEFAULT 1");
        session.execute("DELETE FROM t WHERE id = 1");
        session.execute("ALTER TABLE t DROP COLUMN c");
        session.execute("INSERT INTO t VALUES (8, 70, 'q', 2)");
        assertThat(
                session.query("SELECT a, n FROM m ORDER BY a").rows().stream().map(List::toString))
            .containsExactly("[20, 2]", "[70, 2]");
        session.execute("ROLLBACK");
        assertThat(rows(db, "SELECT * FROM m")).containsExactly("[10, 1]", "[20, 2]");
        session.execute("BEGIN");
        session.execute("INSERT INTO t VALUES (7, 70, 'q', 1)");
        session.execute("ALTER TABLE t ADD COLUMN d int DEFAULT 1");
        session.execute("DELETE FROM t WHERE id = 1");
        session.execute("ALTER TABLE t DROP COLUMN c");
        session.execute("INSERT INTO t VALUES (8, 70, 'q', 2)");
        session.execute("COMMIT");
      }
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[20, 2]", "[70, 2]");
      db.execute("DELETE FROM t");
      assertThat(rows(db, "SELECT * FROM m")).isEmpty();
    }
  }

  @Test
  void noticeThatNullsMayCome() {
    try (Headrace db = altered("db")) {
      execute(db, TABLES);
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT id FROM t WHERE a IS NULL");
      db.execute("CREATE VIEW v AS SELECT id FROM t WHERE a IS NULL");
      db.execute("ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
      db.execute("INSERT INTO t VALUES (9, NULL, 'n', 1)");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[9]");
      assertThat(rows(db, "SELECT * FROM v")).containsExactly("[9]");
    }
  }

  @Test
  void noticeThatKeysMayComeTwice() {
    try (Headrace db = altered("db")) {
      execute(db, TABLES);
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t");
      db.execute("ALTER TABLE t DROP CONSTRAINT t_pkey");
      db.execute("INSERT INTO t VALUES (1, 10, 'x', 7)");
      assertThat(rows(db, "SELECT * FROM m"))
          .containsExactly("[1, 10]", "[1, 10]", "[2, 20]", "[3, 20]");
    }
  }

  @Test
  void canBeReplacedUnderOthers() {
    try (Headrace db = altered("db")) {
      execute(db, TABLES);
      db.execute("CREATE VIEW v AS SELECT id, a FROM t");
      db.execute("CREATE VIEW w AS SELECT id FROM v WHERE a > 10");
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM w");
      db.execute("CREATE TABLE later (id int, a int)");
      db.execute("INSERT INTO later VALUES (50, 50)");
      db.execute("CREATE OR REPLACE VIEW v AS SELECT id, a, 1 AS more FROM later");
      assertThat(rows(db, "SELECT * FROM w")).containsExactly("[50]");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[1]");
      db.execute("INSERT INTO later VALUES (60, 60)");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[2]");
      assertThat(refused(db, "CREATE OR REPLACE VIEW v AS SELECT id FROM t"))
          .isEqualTo("42P16 cannot drop columns from view");
      assertThat(refused(db, "CREATE OR REPLACE VIEW v AS SELECT id, c, 1 AS more FROM t"))
          .isEqualTo("42P16 cannot change name of view column \"a\" to \"c\"");
      assertThat(refused(db, "CREATE OR REPLACE VIEW v AS SELECT id, b AS a, 1 AS more FROM t"))
          .isEqualTo("42P16 cannot change data type of view column \"a\" from integer to text");
      assertThat(refused(db, "CREATE OR REPLACE VIEW v AS SELECT id, id AS a FROM w"))
          .startsWith("42P17");
      db.execute("ALTER VIEW v RENAME COLUMN a TO b");
    }
    try (Headrace db = altered("db")) {
      assertThat(rows(db, "SELECT * FROM w")).containsExactly("[50]", "[60]");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[2]");
      assertThat(rows(db, "SELECT b FROM v")).containsExactly("[50]", "[60]");
    }
  }

  @Test
  void expressionsFollowTheNamesOfTheirColumns() {
    try (Headrace db = altered("db")) {
      db.execute(
          "CREATE TABLE e (a int CHECK (a > 0), b int, s int GENERATED ALWAYS AS (a + b * a)"
              + " STORED, CONSTRAINT less CHECK (b < 2 * a))");
      db.execute("CREATE INDEX e_sum ON e ((a + b)) WHERE a > 5");
      db.execute("CREATE UNIQUE INDEX e_neg ON e ((-a))");
      db.execute("ALTER TABLE e RENAME a TO \"new A\"");
      db.execute("INSERT INTO e VALUES (10, 2)");
      assertThat(refused(db, "INSERT INTO e VALUES (10, 3)"))
          .isEqualTo(
              "23505 duplicate key value violates unique constraint \"e_neg\""
                  + " | Key ((-\"new A\"))=(-10) already exists.");
    }
    try (Headrace db = altered("db")) {
      assertThat(rows(db, "SELECT \"new A\", b, s FROM e")).containsExactly("[10, 2, 30]");
      assertThat(refused(db, "INSERT INTO e VALUES (-1, 0)")).startsWith("23514");
      assertThat(refused(db, "INSERT INTO e VALUES (1, 20)")).contains("\"less\"");
      db.execute("INSERT INTO e VALUES (11, 4)");
      assertThat(rows(db, "SELECT s FROM e WHERE \"new A\" = 11")).containsExactly("[55]");
    }
  }

  @Test
  void keepTheStateThatCannotBeMadeAgain() throws Exception {
    Options options = Options.defaults().withWorkers(2).withBaseDirectory(temp);
    options = options.withConnector(new FileConnector());
    Files.writeString(temp.resolve("events.csv"), "1\n2\n2\n");
    try (Headrace db = Headrace.inMemory(options)) {
      db.execute("CREATE TABLE kinds (id int PRIMARY KEY, kind text, note text)");
      db.execute("INSERT INTO kinds VALUES (1, 'one', 'x'), (2, 'two', 'y')");
      db.execute(
          "CREATE SOURCE events (kind int) WITH (connector = 'file', path = 'events.csv',"
              + " format = 'csv')");
      db.execute(
          "CREATE MATERIALIZED VIEW m AS SELECT k.kind, count(*) AS n"
              + " FROM events e JOIN kinds k ON k.id = e.kind GROUP BY k.kind");
      db.awaitInputs(Duration.ofSeconds(30));
      List<String> all = List.of("[one, 1]", "[two, 2]");
      assertThat(rows(db, "SELECT * FROM m")).isEqualTo(all);
      db.execute("ALTER TABLE kinds RENAME TO sorts");
      db.execute("ALTER TABLE sorts RENAME kind TO sort");
      db.execute("ALTER TABLE sorts ADD COLUMN more int DEFAULT 4");
      db.execute("ALTER TABLE sorts DROP COLUMN note");
      assertThat(rows(db, "SELECT * FROM m")).isEqualTo(all);
      db.execute("UPDATE sorts SET sort = 'deux' WHERE id = 2");
      assertThat(rows(db, "SELECT * FROM m")).containsExactly("[deux, 2]", "[one, 1]");
      db.execute("ALTER MATERIALIZED VIEW m RENAME TO counts");
      db.execute("DELETE FROM sorts WHERE id = 1");
      assertThat(rows(db, "SELECT * FROM counts")).containsExactly("[deux, 2]");
      assertThat(refused(db, "ALTER TABLE sorts DROP CONSTRAINT kinds_pkey"))
          .isEqualTo(
              "0A000 cannot alter table sorts because materialized view counts would have to be"
                  + " filled again | It reads a source, whose rows are not stored.");
    }
  }

  @Test
  void areFollowedByWhoListensToThem() throws Exception {
    try (Headrace db = Headrace.inMemory()) {
      execute(db, TABLES);
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n FROM t GROUP BY a");
      List<String> heard = Collections.synchronizedList(new ArrayList<>());
      ChangeListener listener =
          new ChangeListener() {
            @Override
            public void onSnapshot(long step, List<Change> rows) {
              rows.forEach(row -> heard.add(row.toString()));
            }

            @Override
            public void onChanges(long step, List<Change> changes) {
              changes.forEach(change -> heard.add(change.toString()));
            }
          };
      try (Subscription _ = db.subscribe("m", listener)) {
        db.execute("ALTER MATERIALIZED VIEW m RENAME TO renamed");
        db.execute("ALTER TABLE t RENAME a TO z");
        db.execute("ALTER TABLE t ADD COLUMN more int");
        db.execute("INSERT INTO t VALUES (4, 50, NULL, NULL, 1)");
        String last = new Change(List.of(50, 1L), 1).toString();
        for (int i = 0; i < 1000 && !heard.contains(last); i++) {
          Thread.sleep(10);
        }
        assertThat(heard).hasSize(3).contains(last);
      }
    }
  }

  @Test
  void reportTheirErrorsUnderTheirNames() {
    try (Headrace db = Headrace.inMemory()) {
      execute(db, TABLES);
      db.execute("CREATE MATERIALIZED VIEW m AS SELECT id, 100 / (a - 10) AS q FROM t");
      String errors = "SELECT view, message FROM headrace.row_errors";
      assertThat(rows(db, errors)).containsExactly("[m, division by zero]");
      db.execute("ALTER MATERIALIZED VIEW m RENAME TO n");
      assertThat(rows(db, errors)).containsExactly("[n, division by zero]");
      db.execute("INSERT INTO t VALUES (5, 10, NULL, NULL)");
      assertThat(rows(db, errors))
          .containsExactly("[n, division by zero]", "[n, division by zero]");
      db.execute("DELETE FROM t WHERE a = 10");
      assertThat(rows(db, errors)).isEmpty();
    }
  }
}
