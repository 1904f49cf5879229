package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables, views and sequences of one session. */
@Timeout(60)
final class TemporaryObjectsTest extends DatabaseTestBase {
  @Test
  void otherSessionsHaveTheirOwn() {
    run("CREATE TABLE t (v text)");
    run("INSERT INTO t VALUES ('permanent')");
    try (Session other = db.connect()) {
      run("CREATE TEMP TABLE t (v text)");
      run("INSERT INTO t VALUES ('one')");
      assertThat(rows(other, "SELECT v FROM t")).containsExactly("permanent");
      other.execute("CREATE TEMPORARY TABLE t (v text)");
      other.execute("INSERT INTO t VALUES ('other')");
      for (int i = 0; i < 3; i++) {
        assertThat(rows("SELECT v FROM t")).containsExactly("one");
        assertThat(rows(other, "SELECT v FROM t")).containsExactly("other");
        assertThat(rows("SELECT v FROM pg_temp.t")).containsExactly("one");
        assertThat(rows(other, "SELECT v FROM public.t")).containsExactly("permanent");
      }
      String schema =
          rows("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()").getFirst();
      assertThat(error(other, "SELECT * FROM " + schema + ".t")).startsWith("42P01");
      run("DROP TABLE t");
      assertThat(rows("SELECT v FROM t")).containsExactly("permanent");
      assertThat(rows(other, "SELECT v FROM t")).containsExactly("other");
    }
  }

  @Test
  void theyGoWithTheirSession() {
    try (Session brief = db.connect()) {
      brief.execute("CREATE TEMP TABLE t (id serial PRIMARY KEY, v text UNIQUE)");
      brief.execute("CREATE TEMP VIEW v AS SELECT * FROM t");
      brief.execute("CREATE TEMP SEQUENCE q");
      brief.execute("INSERT INTO t (v) VALUES ('x')");
      brief.execute("BEGIN");
      brief.execute("INSERT INTO t (v) VALUES ('y')");
    }
    assertThat(rows("SELECT relname FROM pg_class WHERE oid >= 16384")).isEmpty();
    assertThat(rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg_temp%'")).isEmpty();
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
  }

  @Test
  void aSessionEndsWhileAnotherDefinesSomething() {
    Session brief = db.connect();
    brief.execute("CREATE TEMP TABLE t (a int)");
    run("BEGIN");
    run("CREATE TABLE slow (a int)");
    brief.close();
    run("COMMIT");
    try (Session next = db.connect()) {
      next.execute("CREATE TEMP TABLE u (a int)");
    }
    assertThat(rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg_temp%'")).isEmpty();
    assertThat(rows("SELECT relname FROM pg_class WHERE oid >= 16384")).containsExactly("slow");
  }

  @Test
  void keysIndexesChecksAndSerialsWork() {
    run(
        "CREATE TEMP TABLE t (id serial PRIMARY KEY, v text UNIQUE, n int CHECK (n > 0) DEFAULT"
            + " 7)");
    run("CREATE INDEX t_n ON t (n)");
    run("CREATE TEMP TABLE child (t int REFERENCES t ON DELETE CASCADE)");
    run("INSERT INTO t (v) VALUES ('a'), ('b')");
    run("INSERT INTO child VALUES (1), (2)");
    assertThat(error("INSERT INTO t (v) VALUES ('a')")).startsWith("23505");
    assertThat(error("INSERT INTO t (n) VALUES (0)")).startsWith("23514");
    assertThat(error("INSERT INTO child VALUES (9)")).startsWith("23503");
    run("DELETE FROM t WHERE v = 'a'");
    assertThat(rows("SELECT * FROM child")).containsExactly("2");
    assertThat(rows("SELECT id, v FROM t WHERE n = 7")).containsExactly("2|b");
    run("ALTER TABLE t ADD COLUMN w int DEFAULT 1");
    assertThat(rows("SELECT * FROM t")).containsExactly("2|b|7|1");
    run("TRUNCATE t, child RESTART IDENTITY");
    run("INSERT INTO t (v) VALUES ('c') RETURNING id");
    assertThat(rows("SELECT id FROM t")).containsExactly("1");
  }

  @Test
  void permanentAndTemporaryDoNotMix() {
    run("CREATE TABLE p (id int PRIMARY KEY)");
    run("CREATE TEMP TABLE t (id int PRIMARY KEY)");
    assertThat(error("CREATE TABLE x (id int REFERENCES t)"))
        .isEqualTo("42P16 constraints on permanent tables may reference only permanent tables");
    assertThat(error("CREATE TEMP TABLE x (id int REFERENCES p)"))
        .isEqualTo("42P16 constraints on temporary tables may reference only temporary tables");
    assertThat(error("CREATE MATERIALIZED VIEW m AS SELECT * FROM t"))
        .isEqualTo("0A000 materialized views must not use temporary tables or views");
    assertThat(error("CREATE TEMP TABLE public.x (a int)"))
        .isEqualTo("42P16 cannot create temporary relation in non-temporary schema");
    run("CREATE VIEW v AS SELECT * FROM t JOIN p USING (id)");
    try (Session other = db.connect()) {
      assertThat(error(other, "SELECT * FROM v")).startsWith("42P01");
    }
    assertThat(rows("SELECT relname, relpersistence FROM pg_class WHERE relname IN ('v', 'p')"))
        .containsExactly("p|p", "v|t");
    assertThat(error("DROP TABLE t")).startsWith("2BP01");
    run("DROP TABLE t CASCADE");
    assertThat(error("SELECT * FROM v")).startsWith("42P01");
  }

  @Test
  void theEndOfATransactionDoesWhatOnCommitSays() {
    run("CREATE TEMP TABLE kept (a int) ON COMMIT PRESERVE ROWS");
    run("CREATE TEMP TABLE emptied (a int PRIMARY KEY) ON COMMIT DELETE ROWS");
    run("INSERT INTO kept VALUES (1)");
    run("INSERT INTO emptied VALUES (1)");
    assertThat(rows("SELECT * FROM kept")).containsExactly("1");
    assertThat(rows("SELECT * FROM emptied")).isEmpty();
    run("BEGIN");
    run("INSERT INTO emptied VALUES (1), (2)");
    run("CREATE TEMP TABLE dropped ON COMMIT DROP AS SELECT a FROM emptied");
    run("CREATE VIEW of_dropped AS SELECT * FROM dropped");
    assertThat(rows("SELECT * FROM emptied")).containsExactly("1", "2");
    assertThat(rows("SELECT * FROM of_dropped")).containsExactly("1", "2");
    run("COMMIT");
    assertThat(rows("SELECT * FROM emptied")).isEmpty();
    assertThat(error("SELECT * FROM dropped")).startsWith("42P01");
    assertThat(error("SELECT * FROM of_dropped")).startsWith("42P01");
    run("BEGIN");
    run("CREATE TEMP TABLE dropped (b int) ON COMMIT DROP");
    run("ROLLBACK");
    run("CREATE TEMP TABLE dropped (b int)");
    run("INSERT INTO dropped VALUES (5)");
    assertThat(rows("SELECT * FROM dropped")).containsExactly("5");
  }

  @Test
  void aRollbackTakesThemBack() {
    run("BEGIN");
    run("CREATE TEMP TABLE t (a int)");
    run("INSERT INTO t VALUES (1)");
    run("ROLLBACK");
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
    run("CREATE TEMP TABLE t (a int)");
    run("BEGIN");
    run("DROP TABLE t");
    run("ROLLBACK");
    assertThat(rows("SELECT * FROM t")).isEmpty();
  }

  @Test
  void discardDropsThem() {
    run("CREATE TEMP TABLE t (a int)");
    run("CREATE TEMP SEQUENCE q");
    run("DISCARD TEMP");
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
    run("CREATE TEMP TABLE t (b int)");
    run("DISCARD ALL");
    assertThat(error("SELECT * FROM t")).startsWith("42P01");
    run("CREATE TEMP TABLE t (c int)");
    assertThat(rows("SELECT * FROM t")).isEmpty();
  }

  @Test
  void theSearchPathMayPutThemElsewhere() {
    run("CREATE TABLE t (v text)");
    run("INSERT INTO t VALUES ('permanent')");
    run("CREATE TEMP TABLE t (v text)");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("0");
    run("SET search_path = public, pg_temp");
    assertThat(rows("SELECT v FROM t")).containsExactly("permanent");
    run("SET search_path = pg_temp, public");
    run("CREATE TABLE made (a int)");
    assertThat(rows("SELECT relpersistence FROM pg_class WHERE relname = 'made'"))
        .containsExactly("t");
    assertThat(rows("SELECT table_type FROM information_schema.tables WHERE table_name = 'made'"))
        .containsExactly("LOCAL TEMPORARY");
  }
}
