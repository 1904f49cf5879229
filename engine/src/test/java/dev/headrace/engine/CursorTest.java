package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.model.SqlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DECLARE, FETCH, MOVE, CLOSE: every answer is PostgreSQL's. */
final class CursorTest extends DatabaseTestBase {
  @BeforeEach
  void table() {
    run("CREATE TABLE t (id integer PRIMARY KEY)");
    run("INSERT INTO t SELECT * FROM generate_series(1, 5)");
  }

  /** What a FETCH gives, in its order. */
  private String fetch(String fetch) {
    return String.join(" ", texts(session.query(fetch)));
  }

  private void declare(String kind) {
    run("BEGIN");
    run("DECLARE c " + kind + " CURSOR FOR SELECT id FROM t ORDER BY id");
  }

  @Test
  void rowsComeInPortions() {
    declare("");
    assertThat(fetch("FETCH c")).isEqualTo("1");
    assertThat(fetch("FETCH 2 FROM c")).isEqualTo("2 3");
    assertThat(fetch("FETCH FORWARD 10 IN c")).isEqualTo("4 5");
    assertThat(fetch("FETCH NEXT c")).isEmpty();
    assertThat(run("CLOSE c")).isEqualTo("CLOSE CURSOR");
    assertThat(error("FETCH c")).isEqualTo("34000 cursor \"c\" does not exist");
  }

  @Test
  void aCursorGoesBackAndJumps() {
    declare("SCROLL");
    assertThat(fetch("FETCH LAST FROM c")).isEqualTo("5");
    assertThat(fetch("FETCH PRIOR FROM c")).isEqualTo("4");
    assertThat(fetch("FETCH BACKWARD 2 FROM c")).isEqualTo("3 2");
    assertThat(fetch("FETCH ABSOLUTE 4 FROM c")).isEqualTo("4");
    assertThat(fetch("FETCH ABSOLUTE -2 FROM c")).isEqualTo("4");
    assertThat(fetch("FETCH RELATIVE -3 FROM c")).isEqualTo("1");
    assertThat(fetch("FETCH RELATIVE 0 FROM c")).isEqualTo("1");
    assertThat(fetch("FETCH FORWARD 0 FROM c")).isEqualTo("1");
    assertThat(fetch("FETCH FORWARD -1 FROM c")).isEmpty();
    assertThat(fetch("FETCH FORWARD ALL FROM c")).isEqualTo("1 2 3 4 5");
    assertThat(fetch("FETCH BACKWARD ALL FROM c")).isEqualTo("5 4 3 2 1");
    assertThat(fetch("FETCH FIRST FROM c")).isEqualTo("1");
    assertThat(fetch("FETCH ABSOLUTE 9 FROM c")).isEmpty();
    assertThat(fetch("FETCH PRIOR FROM c")).isEqualTo("5");
    assertThat(fetch("FETCH ABSOLUTE -9 FROM c")).isEmpty();
    assertThat(fetch("FETCH FROM c")).isEqualTo("1");
  }

  @Test
  void moveSaysHowManyRowsItPassed() {
    declare("");
    assertThat(run("MOVE c")).isEqualTo("MOVE 1");
    assertThat(run("MOVE 2 FROM c")).isEqualTo("MOVE 2");
    assertThat(run("MOVE 0 FROM c")).isEqualTo("MOVE 1");
    assertThat(run("MOVE ALL FROM c")).isEqualTo("MOVE 2");
    assertThat(run("MOVE c")).isEqualTo("MOVE 0");
    assertThat(run("MOVE ABSOLUTE 2 FROM c")).isEqualTo("MOVE 1");
    assertThat(fetch("FETCH c")).isEqualTo("3");
  }

  @Test
  void withNoScrollItOnlyGoesForward() {
    declare("NO SCROLL");
    run("MOVE 2 FROM c");
    run("SAVEPOINT s");
    for (String back :
        new String[] {"PRIOR", "LAST", "FIRST", "BACKWARD 0", "RELATIVE -1", "ABSOLUTE 2"}) {
      assertThat(error("FETCH " + back + " FROM c"))
          .as(back)
          .isEqualTo("55000 cursor can only scan forward");
      run("ROLLBACK TO s");
    }
    assertThat(fetch("FETCH ABSOLUTE 4 FROM c")).isEqualTo("4");
    assertThat(run("MOVE 0 FROM c")).isEqualTo("MOVE 1");
    assertThat(error("DECLARE d SCROLL NO SCROLL CURSOR FOR SELECT 1"))
        .isEqualTo("42P11 cannot specify both SCROLL and NO SCROLL");
  }

  @Test
  void itSeesTheRowsOfWhenItWasDeclared() {
    declare("");
    run("DELETE FROM t WHERE id > 1");
    run("INSERT INTO t VALUES (6)");
    assertThat(fetch("FETCH ALL FROM c")).isEqualTo("1 2 3 4 5");
  }

  @Test
  void itEndsWithItsTransaction() {
    assertThat(error("DECLARE c CURSOR FOR SELECT 1"))
        .isEqualTo("25P01 DECLARE CURSOR can only be used in transaction blocks");
    declare("");
    run("COMMIT");
    assertThat(error("FETCH c")).startsWith("34000");
    declare("");
    run("SAVEPOINT s");
    run("DECLARE d CURSOR FOR SELECT 1");
    run("ROLLBACK TO s");
    assertThat(fetch("FETCH c")).isEqualTo("1");
    assertThat(error("FETCH d")).startsWith("34000");
  }

  @Test
  void withHoldItOutlivesACommitAndNoRollback() {
    run("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM t ORDER BY id");
    assertThat(fetch("FETCH 2 FROM c")).isEqualTo("1 2");
    run("BEGIN; DELETE FROM t; DECLARE d CURSOR WITH HOLD FOR SELECT count(*) FROM t; ROLLBACK");
    assertThat(error("FETCH d")).startsWith("34000");
    assertThat(fetch("FETCH 2 FROM c")).isEqualTo("3 4");
    run("CLOSE ALL");
    assertThat(error("FETCH c")).startsWith("34000");
  }

  @Test
  void aHoldableCursorWhoseTransactionCannotCommitIsGone() {
    run("BEGIN ISOLATION LEVEL SERIALIZABLE");
    run("DECLARE c CURSOR WITH HOLD FOR SELECT id FROM t");
    run("INSERT INTO t VALUES (10)");
    db.execute("INSERT INTO t VALUES (11)");
    assertThat(error("COMMIT")).startsWith("40001");
    assertThat(error("FETCH c")).startsWith("34000");
  }

  @Test
  void namesAreTakenOnce() {
    declare("");
    assertThat(error("DECLARE c CURSOR FOR SELECT 1"))
        .isEqualTo("42P03 cursor \"c\" already exists");
  }

  @Test
  void aCursorMayHaveParameters() {
    run("BEGIN");
    run("DECLARE c CURSOR FOR SELECT id FROM t WHERE id > $1 ORDER BY id", 3);
    assertThat(fetch("FETCH ALL FROM c")).isEqualTo("4 5");
  }

  @Test
  void aPreparedFetchNoticesAnotherShape() {
    declare("");
    PreparedStatement fetch = session.prepare("FETCH c");
    assertThat(texts(fetch.query())).containsExactly("1");
    run("CLOSE c");
    run("DECLARE c CURSOR FOR SELECT id + 10 AS id FROM t ORDER BY id");
    assertThat(texts(fetch.query())).containsExactly("11");
    run("CLOSE c");
    run("DECLARE c CURSOR FOR SELECT 'text' AS id");
    assertThat(text(catchThrowableOfType(SqlException.class, fetch::query), "FETCH c"))
        .isEqualTo("0A000 cached plan must not change result type");
  }

  @Test
  void pgCursorsListsThem() {
    run("DECLARE h NO SCROLL CURSOR WITH HOLD FOR SELECT 1");
    run("BEGIN");
    run("DECLARE b BINARY CURSOR FOR SELECT 2");
    assertThat(
            rows(
                "SELECT name, statement, is_holdable, is_binary, is_scrollable,"
                    + " creation_time = now() FROM pg_cursors"))
        .containsExactly(
            "b|DECLARE b BINARY CURSOR FOR SELECT 2|f|t|t|t",
            "h|DECLARE h NO SCROLL CURSOR WITH HOLD FOR SELECT 1|t|f|f|f");
  }

  @Test
  void commitAndChainGoesOnWithAnotherTransactionOfTheSameKind() {
    run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    run("INSERT INTO t VALUES (6)");
    assertThat(run("COMMIT AND CHAIN")).isEqualTo("COMMIT");
    assertThat(rows("SHOW transaction_isolation")).containsExactly("repeatable read");
    run("DELETE FROM t");
    assertThat(run("ROLLBACK AND CHAIN")).isEqualTo("ROLLBACK");
    assertThat(rows("SHOW transaction_isolation")).containsExactly("repeatable read");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("6");
    assertThat(error("SELECT 1 / 0")).startsWith("22012");
    assertThat(run("COMMIT AND CHAIN")).isEqualTo("ROLLBACK");
    assertThat(run("COMMIT AND NO CHAIN")).isEqualTo("COMMIT");
    assertThat(error("COMMIT AND CHAIN"))
        .isEqualTo("25P01 COMMIT AND CHAIN can only be used in transaction blocks");
    assertThat(error("ROLLBACK AND CHAIN"))
        .isEqualTo("25P01 ROLLBACK AND CHAIN can only be used in transaction blocks");
  }
}
