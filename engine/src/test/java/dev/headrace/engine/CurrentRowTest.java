package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UPDATE and DELETE WHERE CURRENT OF: every answer is PostgreSQL's, unless a test says so. */
final class CurrentRowTest extends DatabaseTestBase {
  @BeforeEach
  void tables() {
    run("CREATE TABLE t (id integer PRIMARY KEY, v text)");
    run("INSERT INTO t SELECT g, 'v' || g FROM generate_series(1, 5) g");
    run("CREATE TABLE b (x integer)");
    run("INSERT INTO b VALUES (1), (1), (2)");
  }

  private void declare(String query) {
    run("ROLLBACK");
    run("BEGIN");
    run("DECLARE c CURSOR FOR " + query);
  }

  @Test
  void theRowThatTheCursorIsOnIsChanged() {
    declare("SELECT v FROM t ORDER BY id");
    assertThat(rows("FETCH 2 FROM c")).containsExactly("v1", "v2");
    assertThat(rows("UPDATE t SET v = 'new' WHERE CURRENT OF c RETURNING *"))
        .containsExactly("2|new");
    assertThat(rows("FETCH c")).containsExactly("v3");
    assertThat(run("DELETE FROM t WHERE CURRENT OF c")).isEqualTo("DELETE 1");
    run("COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|v1", "2|new", "4|v4", "5|v5");
  }

  @Test
  void aCursorShowsNoMoreThanItsQueryAsksFor() {
    declare("SELECT v AS id FROM t ORDER BY id DESC");
    assertThat(session.query("FETCH c").fields()).hasSize(1);
    assertThat(rows("FETCH ALL FROM c")).containsExactly("v1", "v2", "v3", "v4");
    assertThat(run("MOVE BACKWARD ALL FROM c")).isEqualTo("MOVE 5");
  }

  @Test
  void aRowIsFoundAgainAfterItsKeyHasChanged() {
    declare("SELECT v FROM t ORDER BY id");
    run("FETCH 2 FROM c");
    assertThat(rows("UPDATE t SET id = 77 WHERE CURRENT OF c RETURNING *"))
        .containsExactly("77|v2");
    run("SAVEPOINT s");
    assertThat(rows("UPDATE t SET id = 78 WHERE CURRENT OF c RETURNING *"))
        .containsExactly("78|v2");
    run("ROLLBACK TO s");
    assertThat(rows("UPDATE t SET v = 'newer' WHERE CURRENT OF c RETURNING *"))
        .containsExactly("77|newer");
    assertThat(run("DELETE FROM t WHERE CURRENT OF c")).isEqualTo("DELETE 1");
    assertThat(run("DELETE FROM t WHERE CURRENT OF c")).isEqualTo("DELETE 0");
    run("ROLLBACK TO s");
    assertThat(run("DELETE FROM t WHERE CURRENT OF c")).isEqualTo("DELETE 1");
  }

  @Test
  void ofEqualRowsOneIsChanged() {
    declare("SELECT * FROM b ORDER BY x");
    run("FETCH c");
    assertThat(run("DELETE FROM b WHERE CURRENT OF c")).isEqualTo("DELETE 1");
    assertThat(rows("SELECT * FROM b")).containsExactly("1", "2");
    assertThat(run("UPDATE b SET x = 9 WHERE CURRENT OF c")).isEqualTo("UPDATE 0");
    run("FETCH c");
    assertThat(run("UPDATE b SET x = 9 WHERE CURRENT OF c")).isEqualTo("UPDATE 1");
    assertThat(rows("SELECT * FROM b")).containsExactly("2", "9");
    assertThat(rows("UPDATE b SET x = x + 1 WHERE CURRENT OF c RETURNING x")).containsExactly("10");
    assertThat(rows("UPDATE b SET x = x + 1 WHERE CURRENT OF c RETURNING x")).containsExactly("11");
    assertThat(rows("SELECT * FROM b")).containsExactly("11", "2");
  }

  @Test
  void whatOthersHaveDeletedIsNotChanged() {
    declare("SELECT * FROM t ORDER BY id");
    run("FETCH c");
    db.execute("DELETE FROM t WHERE id = 1");
    assertThat(run("UPDATE t u SET v = 'x' WHERE CURRENT OF c")).isEqualTo("UPDATE 0");
    run("FETCH c");
    db.execute("UPDATE t SET v = 'theirs' WHERE id = 2");
    assertThat(rows("UPDATE t SET v = v || '!' WHERE CURRENT OF c RETURNING v"))
        .containsExactly("theirs!");
  }

  /** PostgreSQL follows a row wherever it goes; here a row is known by its key. */
  @Test
  void aRowWhoseKeyAnotherStatementChangesIsLost() {
    declare("SELECT * FROM t ORDER BY id");
    run("FETCH c");
    run("UPDATE t SET id = 44 WHERE id = 1");
    assertThat(run("DELETE FROM t WHERE CURRENT OF c")).isEqualTo("DELETE 0");
  }

  @Test
  void rowsThatAreLockedCanBeThoseOfAJoin() {
    declare("SELECT t.v FROM t JOIN b ON t.id = b.x WHERE b.x = 2 FOR UPDATE OF t");
    run("FETCH c");
    assertThat(rows("UPDATE t SET v = 'x' WHERE CURRENT OF c RETURNING *")).containsExactly("2|x");
    assertThat(error("DELETE FROM b WHERE CURRENT OF c"))
        .isEqualTo("24000 cursor \"c\" does not have a FOR UPDATE/SHARE reference to table \"b\"");
    declare("SELECT t.v FROM t, t u WHERE t.id = u.id FOR UPDATE");
    run("FETCH c");
    assertThat(error("DELETE FROM t WHERE CURRENT OF c"))
        .isEqualTo("24000 cursor \"c\" has multiple FOR UPDATE/SHARE references to table \"t\"");
  }

  @Test
  void anotherTableMayBeJoined() {
    declare("SELECT v FROM t ORDER BY id FOR UPDATE");
    run("FETCH c");
    assertThat(rows("UPDATE t SET v = b.x FROM b WHERE CURRENT OF c RETURNING id"))
        .containsExactly("1");
    assertThat(rows("DELETE FROM t USING b WHERE CURRENT OF c RETURNING id")).containsExactly("1");
  }

  @Test
  void aCursorHasToBeOnARowOfTheTable() {
    String simple = "24000 cursor \"c\" is not a simply updatable scan of table ";
    declare("SELECT v FROM t");
    assertThat(error("DELETE FROM t WHERE CURRENT OF c"))
        .isEqualTo("24000 cursor \"c\" is not positioned on a row");
    declare("SELECT v FROM t");
    run("FETCH 6 FROM c");
    assertThat(error("DELETE FROM t WHERE CURRENT OF c"))
        .isEqualTo("24000 cursor \"c\" is not positioned on a row");
    declare("SELECT v FROM t");
    assertThat(error("DELETE FROM b WHERE CURRENT OF c")).isEqualTo(simple + "\"b\"");
    for (String query :
        new String[] {
          "SELECT count(*) FROM t",
          "SELECT DISTINCT v FROM t",
          "SELECT id FROM t GROUP BY id",
          "SELECT row_number() OVER () FROM t",
          "SELECT id FROM t UNION ALL SELECT 1",
          "SELECT t.id FROM t, b",
          "VALUES (1)"
        }) {
      declare(query);
      run("FETCH c");
      assertThat(error("DELETE FROM t WHERE CURRENT OF c")).as(query).isEqualTo(simple + "\"t\"");
    }
    run("ROLLBACK");
    assertThat(error("DELETE FROM t WHERE CURRENT OF c"))
        .isEqualTo("34000 cursor \"c\" does not exist");
    assertThat(error("DELETE FROM t WHERE CURRENT OF c AND id = 1")).startsWith("42601");
    assertThat(error("SELECT * FROM t WHERE CURRENT OF c")).startsWith("42601");
  }

  @Test
  void aCursorOfATransactionBeforeIsOfNoUse() {
    run("DECLARE h CURSOR WITH HOLD FOR SELECT * FROM b");
    run("FETCH h");
    assertThat(error("DELETE FROM b WHERE CURRENT OF h"))
        .isEqualTo("24000 cursor \"h\" is held from a previous transaction");
  }

  @Test
  void aPreparedStatementChangesOneRowAfterTheOther() {
    declare("SELECT v FROM t WHERE id > 2 ORDER BY id");
    PreparedStatement update = session.prepare("UPDATE t SET v = $1 WHERE CURRENT OF c");
    for (int i = 0; i < 3; i++) {
      run("FETCH c");
      update.execute("w" + i);
    }
    assertThat(rows("SELECT v FROM t ORDER BY id")).containsExactly("v1", "v2", "w0", "w1", "w2");
  }

  @Test
  void theRowOfAKeyedTableIsFoundByItsKey() {
    run("INSERT INTO t SELECT g, 'v' || g FROM generate_series(6, 1000) g");
    declare("SELECT v FROM t");
    run("FETCH c");
    assertThat(String.join("\n", rows("EXPLAIN DELETE FROM t WHERE CURRENT OF c")))
        .contains("Index Scan using t_pkey", "Scan CURRENT OF \"c\": id");
  }

  // PostgreSQL does not alter a table with a cursor on it
  @Test
  void aTableWhoseRowsAreToldApartOtherwiseHasNoCurrentRow() {
    for (String alteration :
        List.of("DROP CONSTRAINT t_pkey", "ALTER id TYPE bigint", "RENAME id TO key")) {
      declare("SELECT * FROM t ORDER BY id");
      run("FETCH c");
      run("ALTER TABLE t " + alteration);
      assertThat(error("DELETE FROM t WHERE CURRENT OF c"))
          .isEqualTo("24000 cursor \"c\" is not a simply updatable scan of table \"t\"");
    }
    declare("SELECT * FROM b ORDER BY x");
    run("FETCH c");
    run("ALTER TABLE b ADD COLUMN y text");
    assertThat(error("UPDATE b SET x = 5 WHERE CURRENT OF c"))
        .isEqualTo("24000 cursor \"c\" is not a simply updatable scan of table \"b\"");
    declare("SELECT * FROM t ORDER BY id");
    run("FETCH c");
    run("ALTER TABLE t ADD COLUMN y text, DROP COLUMN v");
    assertThat(rows("DELETE FROM t WHERE CURRENT OF c RETURNING *")).containsExactly("1|null");
  }
}
