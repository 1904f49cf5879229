package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UNIQUE ... DEFERRABLE and SET CONSTRAINTS: every answer is PostgreSQL's. */
final class DeferredUniqueTest extends DatabaseTestBase {
  private static final String POS =
      "23505 duplicate key value violates unique constraint \"t_pos_key\"";
  private static final String N = "23505 duplicate key value violates unique constraint \"t_n\"";

  @BeforeEach
  void table() {
    run(
        "CREATE TABLE t (id integer PRIMARY KEY, pos integer UNIQUE DEFERRABLE, n integer,"
            + " CONSTRAINT t_n UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)");
    run("INSERT INTO t VALUES (1, 1, 1), (2, 2, 2)");
  }

  private void rollback() {
    run("ROLLBACK");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|1|1", "2|2|2");
  }

  @Test
  void anImmediateOneIsCheckedAtTheEndOfAStatement() {
    run("UPDATE t SET pos = 3 - pos");
    assertThat(rows("SELECT id, pos FROM t")).containsExactly("1|2", "2|1");
    assertThat(error("UPDATE t SET pos = 1")).isEqualTo(POS);
    run("BEGIN");
    assertThat(error("UPDATE t SET pos = 1 WHERE id = 1")).isEqualTo(POS);
    run("ROLLBACK");
    assertThat(rows("SELECT id, pos FROM t")).containsExactly("1|2", "2|1");
  }

  @Test
  void aDeferredOneIsCheckedAtTheCommit() {
    run("BEGIN; UPDATE t SET n = 2 WHERE id = 1");
    assertThat(rows("SELECT id FROM t WHERE n = 2")).containsExactly("1", "2");
    run("UPDATE t SET n = 1 WHERE id = 2; COMMIT");
    assertThat(rows("SELECT id, n FROM t")).containsExactly("1|2", "2|1");
    run("BEGIN; UPDATE t SET n = 1 WHERE id = 1");
    assertThat(error("COMMIT")).isEqualTo(N);
    assertThat(rows("SELECT id, n FROM t")).containsExactly("1|2", "2|1");
    assertThat(error("INSERT INTO t VALUES (3, 9, 2)")).isEqualTo(N);
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("2");
  }

  @Test
  void setConstraintsSaysWhen() {
    run("BEGIN; SET CONSTRAINTS t_pos_key DEFERRED; UPDATE t SET pos = 1");
    assertThat(error("SET CONSTRAINTS t_pos_key IMMEDIATE")).isEqualTo(POS);
    rollback();
    run("BEGIN; SET CONSTRAINTS ALL DEFERRED");
    run("INSERT INTO t VALUES (3, 1, 7); INSERT INTO t VALUES (4, 1, 8)");
    run("DELETE FROM t WHERE id IN (3, 4); COMMIT");
    run("BEGIN; INSERT INTO t VALUES (3, 9, 2)");
    assertThat(error("SET CONSTRAINTS ALL IMMEDIATE")).isEqualTo(N);
    rollback();
    run("BEGIN; SET CONSTRAINTS ALL IMMEDIATE");
    assertThat(error("INSERT INTO t VALUES (3, 9, 2)")).isEqualTo(N);
    rollback();
    run("BEGIN");
    assertThat(error("SET CONSTRAINTS t_pkey DEFERRED"))
        .isEqualTo("42809 constraint \"t_pkey\" is not deferrable");
    rollback();
  }

  @Test
  void whatASavepointUndoesIsNotChecked() {
    run("BEGIN; SAVEPOINT s; INSERT INTO t VALUES (5, 50, 1); ROLLBACK TO s; COMMIT");
    run("BEGIN; INSERT INTO t VALUES (5, 50, 1); SAVEPOINT s; INSERT INTO t VALUES (6, 60, 2)");
    run("ROLLBACK TO s");
    assertThat(error("COMMIT")).isEqualTo(N);
    rollback();
  }

  @Test
  void ofTwoTransactionsWithAKeyOneCommits() throws Exception {
    try (Session other = db.connect()) {
      run("BEGIN; INSERT INTO t VALUES (5, 50, 5)");
      var second =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> error(other, "INSERT INTO t VALUES (6, 60, 5)"));
      run("COMMIT");
      assertThat(second.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(N);
    }
    assertThat(rows("SELECT id FROM t WHERE n = 5")).containsExactly("5");
  }

  @Test
  void othersCannotBuildOnIt() {
    String conflict =
        "55000 ON CONFLICT does not support deferrable unique constraints/exclusion constraints as"
            + " arbiters";
    String insert = "INSERT INTO t VALUES (1, 1, 77) ON CONFLICT ";
    assertThat(error(insert + "(pos) DO NOTHING")).isEqualTo(conflict);
    assertThat(error(insert + "DO NOTHING")).isEqualTo(conflict);
    assertThat(error(insert + "ON CONSTRAINT t_pos_key DO NOTHING")).isEqualTo(conflict);
    assertThat(run(insert + "(id) DO NOTHING")).isEqualTo("INSERT 0 0");
    assertThat(error("CREATE TABLE r (p integer REFERENCES t (pos))"))
        .isEqualTo("55000 cannot use a deferrable unique constraint for referenced table \"t\"");
  }

  @Test
  void catalogsShowIt() {
    assertThat(
            rows(
                "SELECT conname, condeferrable, condeferred, pg_get_constraintdef(oid)"
                    + " FROM pg_constraint WHERE conrelid = 't'::regclass"))
        .containsExactly(
            "t_n|t|t|UNIQUE (n) DEFERRABLE INITIALLY DEFERRED",
            "t_pkey|f|f|PRIMARY KEY (id)",
            "t_pos_key|t|f|UNIQUE (pos) DEFERRABLE");
    assertThat(
            rows(
                "SELECT indisunique, indimmediate, pg_get_indexdef(indexrelid) FROM pg_index"
                    + " WHERE indexrelid = 't_n'::regclass"))
        .containsExactly("t|f|CREATE UNIQUE INDEX t_n ON public.t USING btree (n)");
    assertThat(
            rows(
                "SELECT constraint_name, is_deferrable, initially_deferred FROM"
                    + " information_schema.table_constraints WHERE constraint_type = 'UNIQUE'"))
        .containsExactly("t_n|YES|YES", "t_pos_key|YES|NO");
  }

  @Test
  void alterTableAddsAndKeepsIt() {
    run("ALTER TABLE t ADD CONSTRAINT t_two UNIQUE (pos, n) DEFERRABLE INITIALLY IMMEDIATE");
    run("CREATE TABLE copy (LIKE t INCLUDING INDEXES)");
    assertThat(
            rows(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
                    + " WHERE conrelid = 'copy'::regclass AND contype = 'u'"))
        .containsExactly(
            "copy_n_key|UNIQUE (n) DEFERRABLE INITIALLY DEFERRED",
            "copy_pos_key|UNIQUE (pos) DEFERRABLE",
            "copy_pos_n_key|UNIQUE (pos, n) DEFERRABLE");
    run("ALTER TABLE t RENAME COLUMN n TO m; ALTER TABLE t ALTER COLUMN pos TYPE bigint");
    run("BEGIN; UPDATE t SET m = 2 WHERE id = 1");
    assertThat(error("COMMIT")).isEqualTo(N);
    assertThat(error("ALTER TABLE t ALTER COLUMN m TYPE integer USING 1")).startsWith("23505");
    run("INSERT INTO t VALUES (3, 3, 3)");
    assertThat(
            error(
                "ALTER TABLE t ADD UNIQUE (id, pos) INITIALLY DEFERRED, ADD UNIQUE (id) NOT"
                    + " DEFERRABLE INITIALLY DEFERRED"))
        .isEqualTo("42601 constraint declared INITIALLY DEFERRED must be DEFERRABLE");
    run("BEGIN; ALTER TABLE t ADD CONSTRAINT late UNIQUE (id, pos) DEFERRABLE");
    run("INSERT INTO t VALUES (4, 4, 4); COMMIT; ALTER TABLE t DROP CONSTRAINT t_pos_key");
    run("UPDATE t SET pos = 1");
    assertThat(error("CREATE TABLE bad (id integer PRIMARY KEY DEFERRABLE)"))
        .isEqualTo("0A000 a deferrable primary key is not supported");
  }

  @Test
  void constraintsAreNamedAsOtherObjectsAre() {
    run("CREATE SCHEMA s; CREATE TABLE s.t (a integer, CONSTRAINT u UNIQUE (a) DEFERRABLE)");
    run("INSERT INTO s.t VALUES (1), (2)");
    run("BEGIN; SET CONSTRAINTS s.u DEFERRED");
    run("UPDATE s.t SET a = 2 WHERE a = 1; DELETE FROM s.t; COMMIT");
    run("BEGIN");
    assertThat(error("SET CONSTRAINTS u DEFERRED"))
        .isEqualTo("42704 constraint \"u\" does not exist");
    run("ROLLBACK; BEGIN");
    assertThat(error("SET CONSTRAINTS none.u DEFERRED"))
        .isEqualTo("3F000 schema \"none\" does not exist");
    run("ROLLBACK; SET search_path = s, public; BEGIN; SET CONSTRAINTS u DEFERRED; ROLLBACK");
    run("RESET search_path");
    run("CREATE TEMPORARY TABLE own (a integer CONSTRAINT u UNIQUE)");
    run("BEGIN");
    assertThat(error("SET CONSTRAINTS u DEFERRED"))
        .isEqualTo("42809 constraint \"u\" is not deferrable");
    run("ROLLBACK; CREATE TEMPORARY TABLE more (a integer CONSTRAINT m UNIQUE DEFERRABLE)");
    run("BEGIN; SET CONSTRAINTS m DEFERRED; INSERT INTO more VALUES (1), (1)");
    assertThat(error("SET CONSTRAINTS pg_temp.m IMMEDIATE"))
        .isEqualTo("23505 duplicate key value violates unique constraint \"m\"");
    run("ROLLBACK");
  }

  @Test
  void oneThatIsRenamedMeanwhileIsChecked() {
    run("BEGIN; INSERT INTO t VALUES (3, 9, 2); ALTER TABLE t RENAME CONSTRAINT t_n TO other");
    assertThat(error("COMMIT")).isEqualTo(N.replace("t_n", "other"));
    run("BEGIN; INSERT INTO t VALUES (3, 9, 2); SAVEPOINT s; ALTER INDEX t_n RENAME TO other");
    run("ROLLBACK TO s");
    assertThat(error("COMMIT")).isEqualTo(N);
    run("BEGIN; SET CONSTRAINTS t_pos_key DEFERRED; ALTER INDEX t_pos_key RENAME TO other");
    run("INSERT INTO t VALUES (3, 1, 9)");
    assertThat(error("COMMIT")).isEqualTo(POS.replace("t_pos_key", "other"));
    rollback();
  }

  @Test
  void onlyEqualRowsKeepTheTableFromBeingAltered() {
    run("BEGIN; DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (3, 3, 3)");
    run("ALTER TABLE t ADD COLUMN more text; INSERT INTO t VALUES (4, 4, 3)");
    assertThat(error("ALTER TABLE t DROP COLUMN more"))
        .isEqualTo("55006 cannot ALTER TABLE \"t\" because it has pending trigger events");
    run("ROLLBACK; BEGIN; INSERT INTO t VALUES (3, 3, 3); ALTER TABLE t ADD COLUMN more text");
    run("SAVEPOINT s; DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (4, 4, 1); ROLLBACK TO s");
    run("INSERT INTO t VALUES (5, 5, 1)");
    assertThat(error("COMMIT")).isEqualTo(N);
    rollback();
    run("BEGIN; INSERT INTO t VALUES (3, 3, 3); ALTER TABLE t ALTER n TYPE bigint");
    run("INSERT INTO t VALUES (4, 4, 3)");
    assertThat(error("COMMIT")).isEqualTo(N);
    rollback();
  }
}
