package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code count(*)} of whole relations, which is not counted but known. */
final class RowCountTest extends DatabaseTestBase {
  private static final String COUNT = "SELECT count(*) FROM t";

  @Test
  void isThatOfTheSnapshot() {
    run("CREATE TABLE t (id int PRIMARY KEY, name text)");
    assertThat(rows(COUNT)).containsExactly("0");
    run("INSERT INTO t SELECT i, 'n' FROM generate_series(1, 5000) i");
    assertThat(rows(COUNT)).containsExactly("5000");
    run("DELETE FROM t WHERE id % 2 = 0");
    run("UPDATE t SET name = 'm'");
    assertThat(rows(COUNT)).containsExactly("2500");
    run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    assertThat(rows(COUNT)).containsExactly("2500");
    try (Session other = db.connect()) {
      other.execute("DELETE FROM t WHERE id < 1000");
      assertThat(rows(other, COUNT)).containsExactly("2000");
      assertThat(rows(COUNT)).containsExactly("2500");
    }
    run("COMMIT");
    assertThat(rows(COUNT)).containsExactly("2000");
  }

  @Test
  void hasTheTransactionsOwnChanges() {
    run("CREATE TABLE t (id int)");
    run("INSERT INTO t VALUES (1), (1), (2)");
    run("BEGIN");
    run("INSERT INTO t VALUES (1), (3)");
    assertThat(rows(COUNT)).containsExactly("5");
    run("DELETE FROM t WHERE id = 1");
    assertThat(rows(COUNT)).containsExactly("2");
    run("ROLLBACK");
    assertThat(rows(COUNT)).containsExactly("3");
  }

  @Test
  void isThatOfViewsAndSystemTablesToo() {
    run("CREATE TABLE t (id int)");
    run("CREATE MATERIALIZED VIEW v AS SELECT id % 3 AS k, count(*) FROM t GROUP BY 1");
    run("CREATE VIEW plain AS SELECT id FROM t");
    run("INSERT INTO t SELECT generate_series(1, 10)");
    assertThat(rows("SELECT count(*) FROM v")).containsExactly("3");
    assertThat(rows("SELECT count(*) FROM plain")).containsExactly("10");
    assertThat(rows("SELECT count(*) FROM pg_class WHERE relname = 't'")).containsExactly("1");
    assertThat(rows("SELECT count(*) > 100 FROM pg_class")).containsExactly("t");
    run("BEGIN");
    run("INSERT INTO t SELECT generate_series(1, 10)");
    assertThat(rows("SELECT count(*) FROM v")).containsExactly("3");
    assertThat(rows("SELECT count(*) FROM plain")).containsExactly("20");
    run("ROLLBACK");
  }

  @Test
  void leavesTheRestOfAQueryAsItIs() {
    run("CREATE TABLE t (id int)");
    run("INSERT INTO t VALUES (1), (NULL), (3)");
    assertThat(rows("SELECT count(*), count(*) + 1, count(id) FROM t")).containsExactly("3|4|2");
    assertThat(rows("SELECT count(*), count(*) FROM t")).containsExactly("3|3");
    assertThat(rows("SELECT count(*) FROM t WHERE id > 1")).containsExactly("1");
    assertThat(rows("SELECT count(*) FROM t LIMIT 0")).isEmpty();
    assertThat(rows("SELECT count(*) FILTER (WHERE id > 1) FROM t")).containsExactly("1");
    assertThat(error("SELECT count(1 / (id - 1)) FROM t")).startsWith("22012");
    assertThat(rows("SELECT (SELECT count(*) FROM t) FROM t")).containsExactly("3", "3", "3");
  }

  @Test
  void countsAsARead() {
    run("CREATE TABLE t (id int)");
    try (Session other = db.connect()) {
      for (Session each : new Session[] {session, other}) {
        each.execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
        assertThat(rows(each, COUNT)).containsExactly("0");
      }
      run("INSERT INTO t VALUES (1)");
      other.execute("INSERT INTO t VALUES (1)");
      run("COMMIT");
      assertThat(error(other, "COMMIT")).startsWith("40001");
    }
  }

  @Test
  void countsOfBlocksNameTheTables() {
    run("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t");
    assertThat(rows("SELECT schemaname, relname, heap_blks_read FROM pg_statio_user_tables"))
        .contains("public|t|null");
    assertThat(rows("SELECT relname FROM pg_statio_all_tables WHERE relid = 'pg_type'::regclass"))
        .containsExactly("pg_type");
  }
}
