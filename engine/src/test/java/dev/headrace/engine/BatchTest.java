package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A statement that is run with many lists of parameters at once: one commit, or nothing. */
final class BatchTest extends DatabaseTestBase {
  private static List<@Nullable Object[]> batch(@Nullable Object[]... entries) {
    return List.of(entries);
  }

  private static @Nullable Object[] entry(@Nullable Object... parameters) {
    return parameters;
  }

  private void fails(
      PreparedStatement statement, List<@Nullable Object[]> batch, ErrorCode code, int index) {
    assertThatThrownBy(() -> statement.executeBatch(batch))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.context()).isEqualTo("batch entry " + index);
            });
  }

  @Test
  void itIsOneCommit() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT 'x')");
    run("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(entry(i, i % 3 == 0 ? null : "a" + i));
    }
    long commits = db.statistics().steps();
    assertThat(session.prepare("INSERT INTO t VALUES ($1, $2)").executeBatch(rows))
        .hasSize(1000)
        .containsOnly(1);
    assertThat(db.statistics().steps()).isEqualTo(commits + 1);
    assertThat(rows("SELECT n FROM v")).containsExactly("1000");
    assertThat(rows("SELECT count(*), count(a) FROM t")).containsExactly("1000|666");
  }

  @Test
  void countsAreThoseOfEachEntry() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer)");
    run("INSERT INTO t SELECT n, n % 4 FROM generate_series(1, 20) AS s (n)");
    assertThat(
            session
                .prepare("UPDATE t SET a = a + 10 WHERE a < $1")
                .executeBatch(batch(entry(1), entry(2), entry(0))))
        .containsExactly(5, 5, 0);
    assertThat(
            session
                .prepare("DELETE FROM t WHERE id = $1")
                .executeBatch(batch(entry(1), entry(1), entry(2))))
        .containsExactly(1, 0, 1);
    assertThat(session.prepare("DELETE FROM t WHERE id = $1").executeBatch(batch())).isEmpty();
  }

  @Test
  void entriesSeeWhatThoseBeforeThemDid() {
    run("CREATE TABLE t (id integer PRIMARY KEY, n integer)");
    PreparedStatement upsert =
        session.prepare("INSERT INTO t VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET n = t.n + 1");
    assertThat(upsert.executeBatch(batch(entry(1), entry(1), entry(2), entry(1))))
        .containsExactly(1, 1, 1, 1);
    assertThat(rows("SELECT * FROM t ORDER BY id")).containsExactly("1|3", "2|1");
    PreparedStatement next =
        session.prepare("INSERT INTO t SELECT max(id) + 1, $1::integer FROM t");
    next.executeBatch(batch(entry(7), entry(8)));
    assertThat(rows("SELECT * FROM t WHERE id > 2 ORDER BY id")).containsExactly("3|7", "4|8");
  }

  @Test
  void theErrorSaysWhichEntryAndNothingIsLeft() {
    run("CREATE TABLE p (id integer PRIMARY KEY)");
    run("INSERT INTO p VALUES (1), (2)");
    run(
        "CREATE TABLE t (id integer PRIMARY KEY, p integer REFERENCES p, c integer CHECK (c > 0),"
            + " u integer UNIQUE)");
    PreparedStatement insert = session.prepare("INSERT INTO t VALUES ($1, $2, $3, $4)");
    fails(
        insert,
        batch(entry(1, 1, 1, 1), entry(2, 1, 1, 2), entry(1, 1, 1, 3)),
        ErrorCode.UNIQUE_VIOLATION,
        2);
    fails(
        insert,
        batch(entry(1, 1, 1, 1), entry(2, 3, 1, 2), entry(3, 1, 1, 3)),
        ErrorCode.FOREIGN_KEY_VIOLATION,
        1);
    fails(insert, batch(entry(1, 1, 0, 1), entry(2, 1, 1, 2)), ErrorCode.CHECK_VIOLATION, 0);
    fails(insert, batch(entry(1, 1, 1, 5), entry(2, 1, 1, 5)), ErrorCode.UNIQUE_VIOLATION, 1);
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("0");
    insert.executeBatch(batch(entry(1, 1, 1, 1), entry(2, null, null, null)));
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("2");
  }

  @Test
  void inABlockItIsPartOfTheTransaction() {
    run("CREATE TABLE t (id integer PRIMARY KEY)");
    PreparedStatement insert = session.prepare("INSERT INTO t VALUES ($1)");
    run("BEGIN");
    run("INSERT INTO t VALUES (1)");
    run("SAVEPOINT s");
    insert.executeBatch(batch(entry(2), entry(3)));
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("3");
    fails(insert, batch(entry(4), entry(2)), ErrorCode.UNIQUE_VIOLATION, 1);
    assertThatThrownBy(() -> insert.executeBatch(batch(entry(5), entry(6))))
        .hasMessageContaining("current transaction is aborted");
    run("ROLLBACK TO s");
    insert.executeBatch(batch(entry(7), entry(8)));
    run("COMMIT");
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "7", "8");
  }
}
