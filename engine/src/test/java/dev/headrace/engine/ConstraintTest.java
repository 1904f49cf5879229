package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** NOT NULL, CHECK, PRIMARY KEY and DEFAULT. */
final class ConstraintTest extends DatabaseTestBase {
  @Test
  void notNullRefusesNulls() {
    run("CREATE TABLE t (a integer NOT NULL, b integer)");
    assertThat(error("INSERT INTO t VALUES (1, 1), (NULL, 2)"))
        .isEqualTo(
            "23502 null value in column \"a\" of relation \"t\" violates not-null constraint");
    assertThat(rows("SELECT * FROM t")).isEmpty();
    run("INSERT INTO t VALUES (1, NULL)");
    assertThat(error("UPDATE t SET a = NULL")).startsWith("23502");
    assertThat(error("INSERT INTO t (b) VALUES (1)")).startsWith("23502");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|null");
  }

  @Test
  void checkRefusesWhatIsFalseButNotWhatIsUnknown() {
    run("CREATE TABLE t (a integer CHECK (a > 0), b integer, CONSTRAINT less CHECK (a < b))");
    run("INSERT INTO t VALUES (1, 2), (NULL, 1), (3, NULL)");
    assertThat(error("INSERT INTO t VALUES (0, 5)"))
        .isEqualTo("23514 new row for relation \"t\" violates check constraint \"t_a_check\"");
    assertThat(error("UPDATE t SET b = 0 WHERE a = 1")).contains("23514").contains("\"less\"");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("3");
  }

  @Test
  void aPrimaryKeyIsUniqueAndNotNull() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    run("INSERT INTO t VALUES (1, 'x')");
    assertThat(error("INSERT INTO t VALUES (1, 'y')"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"t_pkey\"");
    assertThat(error("INSERT INTO t VALUES (2, 'y'), (2, 'z')")).startsWith("23505");
    assertThat(error("INSERT INTO t VALUES (NULL, 'y')")).startsWith("23502");
    assertThat(error("UPDATE t SET id = NULL")).startsWith("23502");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x");
  }

  @Test
  void aKeyIsTakenOnceHoweverManyRowsAndStatementsThereAre() {
    run("CREATE TABLE k (id integer PRIMARY KEY, n integer)");
    String taken = "23505 duplicate key value violates unique constraint \"k_pkey\"";
    String series = "INSERT INTO k SELECT n, n FROM generate_series(1, 20) AS s (n)";
    assertThat(error(series + " UNION ALL SELECT 7, 70")).isEqualTo(taken);
    assertThat(error(series + " UNION ALL SELECT 7, 7")).isEqualTo(taken);
    assertThat(rows("SELECT count(*) FROM k")).containsExactly("0");
    run("BEGIN; " + series);
    run("SAVEPOINT one");
    assertThat(error("INSERT INTO k SELECT n, 0 FROM generate_series(20, 40) AS s (n)"))
        .isEqualTo(taken);
    run("ROLLBACK TO one; DELETE FROM k WHERE id = 20; SAVEPOINT two");
    run("INSERT INTO k SELECT n, 0 FROM generate_series(20, 40) AS s (n)");
    run("ROLLBACK TO two; INSERT INTO k VALUES (20, 1); COMMIT");
    assertThat(rows("SELECT count(*), sum(n) FROM k")).containsExactly("20|191");
    assertThat(error("INSERT INTO k SELECT n, 0 FROM generate_series(20, 40) AS s (n)"))
        .isEqualTo(taken);
    // all keys move to the next one's place
    run("UPDATE k SET id = id + 1");
    assertThat(rows("SELECT min(id), max(id), count(*) FROM k")).containsExactly("2|21|20");
    assertThat(error("UPDATE k SET id = 21 WHERE id > 10")).isEqualTo(taken);
  }

  @Test
  void aCompositeKeyIsUniqueAsAWhole() {
    run("CREATE TABLE t (a integer, b text, c integer, PRIMARY KEY (a, b))");
    run("INSERT INTO t VALUES (1, 'x', 1), (1, 'y', 2), (2, 'x', 3)");
    assertThat(error("INSERT INTO t VALUES (1, 'y', 4)")).startsWith("23505");
    assertThat(error("UPDATE t SET b = 'x' WHERE c = 2")).startsWith("23505");
    run("UPDATE t SET a = 3 WHERE c = 2");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x|1", "2|x|3", "3|y|2");
    assertThat(rows("SELECT c FROM t WHERE b = 'x' AND a = 2")).containsExactly("3");
  }

  @Test
  void anUpdateMayMoveKeysOverOneAnother() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
    run("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')");
    assertThat(run("UPDATE t SET id = id + 1")).isEqualTo("UPDATE 3");
    assertThat(rows("SELECT * FROM t")).containsExactly("2|x", "3|y", "4|z");
    run("UPDATE t SET id = 5 - id WHERE id < 4");
    assertThat(rows("SELECT * FROM t")).containsExactly("2|y", "3|x", "4|z");
    assertThat(error("UPDATE t SET id = 7")).startsWith("23505");
    assertThat(rows("SELECT * FROM t WHERE id = 3")).containsExactly("3|x");
  }

  @Test
  void aTableHoldsItsUniqueKeysInTheTransactionThatCreatesIt() {
    run("BEGIN");
    run("CREATE TABLE t (id integer PRIMARY KEY, a text UNIQUE)");
    run("INSERT INTO t VALUES (1, 'x'), (2, NULL)");
    run("SAVEPOINT s");
    assertThat(error("INSERT INTO t VALUES (3, 'x')"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"t_a_key\"");
    run("ROLLBACK TO s");
    run("INSERT INTO t VALUES (3, 'y')");
    run("COMMIT");
    assertThat(rows("SELECT id FROM t WHERE a = 'x'")).containsExactly("1");
    assertThat(error("INSERT INTO t VALUES (4, 'y')")).startsWith("23505");
  }

  @Test
  void aKeyIsFreeAfterItsRowIsDeletedInTheSameTransaction() {
    run("CREATE TABLE t (id integer PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    run("BEGIN");
    run("DELETE FROM t WHERE id = 1");
    run("INSERT INTO t VALUES (1, 'y')");
    assertThat(error("INSERT INTO t VALUES (1, 'z')")).startsWith("23505");
    run("ROLLBACK");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|x");
  }

  @Test
  void equalDecimalsAreOneKey() {
    run("CREATE TABLE t (n numeric PRIMARY KEY); INSERT INTO t VALUES (1.5)");
    assertThat(error("INSERT INTO t VALUES (1.50)")).startsWith("23505");
    assertThat(rows("SELECT n FROM t WHERE n = 1.500")).containsExactly("1.5");
  }

  @Test
  void columnsThatAreNotNamedGetTheirDefaults() {
    run("CREATE TABLE t (a integer, b text DEFAULT 'd', c integer DEFAULT 1 + 2)");
    run("INSERT INTO t (a) VALUES (1)");
    run("INSERT INTO t VALUES (2, DEFAULT, 5)");
    run("INSERT INTO t DEFAULT VALUES");
    run("INSERT INTO t (b, a) VALUES (NULL, 3)");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|d|3", "2|d|5", "3|null|3", "null|d|3");
    run("UPDATE t SET b = DEFAULT WHERE a = 3");
    assertThat(rows("SELECT b FROM t WHERE a = 3")).containsExactly("d");
  }

  @Test
  void valuesMustFitTheirColumns() {
    run("CREATE TABLE t (s smallint, v varchar(3), n numeric(4,1))");
    assertThat(error("INSERT INTO t (s) VALUES (40000)")).isEqualTo("22003 smallint out of range");
    assertThat(error("INSERT INTO t (v) VALUES ('abcd')"))
        .isEqualTo("22001 value too long for type character varying(3)");
    assertThat(error("INSERT INTO t (n) VALUES (1000)")).startsWith("22003");
    run("INSERT INTO t VALUES (1, 'abc  ', 1.25)");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|abc|1.3");
  }

  @Test
  void theIndexOfAPrimaryKeyIsRenamedWithIt() {
    run("CREATE SCHEMA s");
    run("CREATE TABLE s.t (id int PRIMARY KEY); INSERT INTO s.t VALUES (1)");
    run("ALTER INDEX s.t_pkey RENAME TO t_id");
    assertThat(error("INSERT INTO s.t VALUES (1)"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"t_id\"");
    assertThat(rows("SELECT relname FROM pg_class WHERE relkind = 'i' AND relname LIKE 't%'"))
        .containsExactly("t_id");
    run("SET search_path = s; ALTER TABLE t_id RENAME TO t_again; CREATE INDEX other ON t (id)");
    assertThat(error("ALTER INDEX t_again RENAME TO other"))
        .isEqualTo("42P07 relation \"other\" already exists");
    assertThat(error("ALTER INDEX t_pkey RENAME TO other"))
        .isEqualTo("42P01 relation \"t_pkey\" does not exist");
    assertThat(error("ALTER SEQUENCE t_again RENAME TO other")).startsWith("42P01");
  }

  @Test
  void noActionSetsAGeneratedColumn() {
    run("CREATE TABLE p (x int PRIMARY KEY)");
    String table = "CREATE TABLE c (a int, b int GENERATED ALWAYS AS (a * 2) STORED REFERENCES p ";
    assertThat(error(table + "ON UPDATE CASCADE)"))
        .isEqualTo(
            "42601 invalid ON UPDATE action for foreign key constraint containing generated"
                + " column");
    assertThat(error(table + "ON DELETE SET NULL)")).contains("invalid ON DELETE action");
    run(table + "ON DELETE CASCADE)");
  }
}
