package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans outlive definitions that do not concern them, and no others. */
final class PlanLifetimeTest {
  private final Headrace db = Headrace.inMemory();
  private final Session session = db.connect();
  private final Session other = db.connect();

  @AfterEach
  void close() {
    db.close();
  }

  private long misses() {
    return Long.parseLong(String.valueOf(session.query("SHOW plan_cache_misses").single()));
  }

  private void define() {
    session.execute(
        """
        CREATE TABLE t (id integer PRIMARY KEY, a integer);
        CREATE TABLE u (id integer PRIMARY KEY, t integer REFERENCES t);
        CREATE VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a;
        INSERT INTO t VALUES (1, 2), (2, 2);
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE x (id integer)",
        "CREATE TABLE x (id integer); DROP TABLE x",
        "CREATE TEMPORARY TABLE x (id integer PRIMARY KEY)",
        "CREATE VIEW x AS SELECT * FROM t",
        "CREATE MATERIALIZED VIEW x AS SELECT a, max(id) AS m FROM t GROUP BY a",
        "CREATE SCHEMA x; CREATE TABLE x.t (id integer)",
        "CREATE SEQUENCE x",
        "CREATE ROLE x",
        "COMMENT ON TABLE t IS 'x'",
        "ALTER TABLE u ADD COLUMN x integer",
        "CREATE INDEX x ON u (t)",
      })
  void plansStayWhenOtherThingsAreDefined(String definition) {
    define();
    String query = "SELECT n FROM v WHERE a = 2";
    PreparedStatement prepared = other.prepare(query);
    for (int i = 0; i < 2; i++) {
      other.query(query);
      other.execute("INSERT INTO t VALUES (" + (10 + i) + ", 1)");
    }
    long misses = misses();
    session.execute(definition);
    assertThat(other.query(query).rows()).isEqualTo(List.of(List.of(2L)));
    assertThat(prepared.query().rows()).isEqualTo(List.of(List.of(2L)));
    other.execute("INSERT INTO t VALUES (20, 1)");
    assertThat(misses()).isEqualTo(misses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t ADD COLUMN x integer",
        "ALTER TABLE t RENAME TO x; CREATE TABLE t (id integer, a integer)",
        "CREATE INDEX x ON t (a)",
        "CREATE OR REPLACE VIEW v AS SELECT a, 2::bigint AS n FROM t GROUP BY a",
        "CREATE SCHEMA s; CREATE VIEW s.v AS SELECT 2 AS a, 2::bigint AS n",
      })
  void plansGoWhenWhatTheyReadChanges(String definition) {
    other.execute("SET search_path TO s, public");
    define();
    String query = "SELECT n FROM v WHERE a = 2";
    other.query(query);
    long misses = misses();
    session.execute(definition);
    other.query(query);
    assertThat(misses()).isGreaterThan(misses);
  }

  @Test
  void aTransactionPlansForItsOwnDefinitionsUntilTheyAreRolledBack() {
    define();
    String query = "SELECT * FROM t WHERE id = 1";
    assertThat(session.query(query).rows()).isEqualTo(List.of(List.of(1, 2)));
    session.execute("BEGIN; ALTER TABLE t DROP COLUMN a CASCADE");
    assertThat(session.query(query).rows()).isEqualTo(List.of(List.of(1)));
    session.execute("ROLLBACK");
    assertThat(session.query(query).rows()).isEqualTo(List.of(List.of(1, 2)));
    session.execute("BEGIN; CREATE TABLE x (id integer)");
    long misses = misses();
    assertThat(session.query(query).rows()).isEqualTo(List.of(List.of(1, 2)));
    session.execute("COMMIT");
    assertThat(other.query(query).rows()).isEqualTo(List.of(List.of(1, 2)));
    // rolled back was another version of t; this transaction has the one of before
    assertThat(misses()).isEqualTo(misses);
  }

  private static final List<String> DEFINITIONS =
      List.of(
          "CREATE TABLE %s.t (id integer PRIMARY KEY, a integer DEFAULT 7)",
          "CREATE TABLE %s.t (a integer CHECK (a < 6), id integer NOT NULL)",
          "CREATE TABLE %s.t (id integer, a integer, b integer GENERATED ALWAYS AS (a + id)"
              + " STORED)",
          "CREATE TABLE %s.u (id integer UNIQUE, a integer REFERENCES %s.t (id))",
          "CREATE VIEW %s.t AS SELECT 1 AS id, 9 AS a",
          "CREATE VIEW %s.u AS SELECT a, id FROM %s.t",
          "CREATE OR REPLACE VIEW %s.u AS SELECT a + 1 AS a, id FROM %s.t",
          "CREATE MATERIALIZED VIEW %s.u AS SELECT a, max(id) AS id FROM %s.t GROUP BY a",
          "CREATE TEMPORARY TABLE t (id integer, a integer)",
          "CREATE SEQUENCE %s.u",
          "CREATE INDEX i ON %s.t (a)",
          "CREATE UNIQUE INDEX i ON %s.t (a) WHERE a > 3",
          "CREATE INDEX j ON %s.t ((a + id))",
          "DROP INDEX %s.i",
          "DROP TABLE %s.t CASCADE",
          "DROP TABLE %s.u",
          "DROP VIEW %s.u",
          "DROP MATERIALIZED VIEW %s.u",
          "DROP SEQUENCE %s.u",
          "DROP VIEW %s.t CASCADE",
          "ALTER TABLE %s.t ADD COLUMN c integer DEFAULT 3",
          "ALTER TABLE %s.t DROP COLUMN c",
          "ALTER TABLE %s.t ALTER COLUMN a TYPE bigint",
          "ALTER TABLE %s.t ALTER COLUMN a SET DEFAULT 5",
          "ALTER TABLE %s.t RENAME COLUMN a TO c",
          "ALTER TABLE %s.t RENAME COLUMN c TO a",
          "ALTER TABLE %s.t RENAME TO w",
          "ALTER TABLE %s.w RENAME TO t",
          "ALTER TABLE %s.t ADD CONSTRAINT k CHECK (id < 5)",
          "ALTER TABLE %s.t DROP CONSTRAINT k",
          "ALTER TABLE %s.t SET SCHEMA s",
          "CREATE SCHEMA s",
          "DROP SCHEMA s CASCADE",
          "ALTER SCHEMA s RENAME TO r",
          "ALTER SCHEMA r RENAME TO s");

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT id, a%s FROM t WHERE id = %d ORDER BY 1, 2",
          "SELECT *%s FROM t WHERE a = %d ORDER BY 1, 2",
          "SELECT a%s FROM u WHERE id = %d ORDER BY 1",
          "SELECT t.id, u.a%s FROM t JOIN u ON t.id = u.a AND u.id <> %d ORDER BY 1, 2",
          "INSERT INTO t (id) VALUES (%2$d) RETURNING *%1$s",
          "INSERT INTO t (id, a) VALUES (%2$d, 4) ON CONFLICT DO NOTHING RETURNING id%1$s",
          "INSERT INTO t (id, a) VALUES (%2$d, 4) ON CONFLICT (id) DO UPDATE SET a = t.a + 1"
              + " RETURNING id%1$s",
          "INSERT INTO u (id, a) VALUES (%2$d, 1) RETURNING *%1$s",
          "UPDATE t SET a = a + 1 WHERE id = %2$d RETURNING *%1$s",
          "DELETE FROM t WHERE a = %2$d RETURNING *%1$s",
          "WITH d AS (DELETE FROM t WHERE a = %2$d RETURNING id) SELECT *%1$s FROM d ORDER BY 1",
          "SELECT pg_table_size('t') IS NULL%s, %d");

  /**
   * Random definitions between statements: each answers like one that was never planned before,
   * which an alias makes of it that nobody has used.
   */
  @Test
  void plansAnswerAsIfTheyWereNew() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("lifetime of plans: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    session.execute("CREATE SCHEMA s");
    session.execute("SET search_path TO s, public");
    int[] outcomes = new int[2];
    for (int i = 0; i < 1_500; i++) {
      String schema = random.nextInt(3) == 0 ? "s" : "public";
      String definition = DEFINITIONS.get(random.nextInt(DEFINITIONS.size()));
      boolean inTransaction = random.nextInt(4) == 0;
      Session definer = random.nextInt(5) == 0 ? other : session;
      if (inTransaction) {
        definer.execute("BEGIN");
      }
      orNothing(definer, definition.replace("%s", schema));
      if (inTransaction) {
        // makes plans of what nobody else sees, and nobody may ever see
        for (String each : STATEMENTS) {
          assertSame(definer, each, random.nextInt(6), i, definition);
        }
        definer.execute(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
      }
      String statement = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
      session.execute("BEGIN");
      String known = assertSame(session, statement, random.nextInt(6), i, definition);
      session.execute("COMMIT");
      outcomes[known.startsWith("[") ? 0 : 1]++;
    }
    assertThat(outcomes[0]).as("statements that were run").isGreaterThan(300);
  }

  /** Runs a statement of before and one like it that nobody has run; what the first did stays. */
  private static String assertSame(
      Session session, String statement, int value, int i, String definition) {
    // what * stands for has no alias
    String column = statement.contains("*%") ? ", 0" : "";
    String again = statement.formatted(column.isEmpty() ? "" : ", 0 AS x", value);
    String fresh = statement.formatted(column + " AS x" + i, value);
    outcome(session, "SAVEPOINT a");
    String known = outcome(session, again);
    outcome(session, "ROLLBACK TO a");
    String expected = outcome(session, fresh);
    outcome(session, "ROLLBACK TO a");
    assertThat(known)
        .as("%d: %s after %s", i, again, definition)
        .isEqualTo(expected.replace("x" + i, "x"));
    orNothing(session, again);
    return known;
  }

  /**
   * Runs a statement, of which nothing stays if it fails in a transaction, not even its failure.
   */
  private static void orNothing(Session session, String sql) {
    outcome(session, "SAVEPOINT b");
    if (!outcome(session, sql).startsWith("[")) {
      outcome(session, "ROLLBACK TO b");
    }
  }

  private static String outcome(Session session, String sql) {
    try {
      Result result = session.execute(sql).getLast();
      List<String> rows = new ArrayList<>();
      if (result instanceof QueryResult query) {
        query.rows().forEach(row -> rows.add(row.toString()));
        if (!sql.contains("ORDER BY")) {
          // an index that the plan has or not gives them another order
          Collections.sort(rows);
        }
      }
      return rows.toString();
    } catch (SqlException e) {
      return e.code() + " " + e.message();
    }
  }
}
