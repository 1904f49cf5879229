package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Notice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** BEGIN, COMMIT, ROLLBACK and what sessions see of each other. */
final class TransactionTest extends DatabaseTestBase {
  private Session other;

  @BeforeEach
  void tables() {
    other = db.connect();
    run("CREATE TABLE t (id integer PRIMARY KEY, a integer)");
    run("CREATE TABLE u (id integer PRIMARY KEY, a integer)");
    run("INSERT INTO t VALUES (1, 10), (2, 20)");
    run("CREATE MATERIALIZED VIEW m AS SELECT sum(a) AS s FROM t");
  }

  @AfterEach
  void disconnect() {
    other.close();
  }

  @Test
  void aTransactionSeesItsOwnWrites() {
    run("BEGIN");
    run("INSERT INTO t VALUES (3, 30)");
    run("UPDATE t SET a = 11 WHERE id = 1");
    run("DELETE FROM t WHERE id = 2");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|11", "3|30");
    assertThat(rows("SELECT a FROM t WHERE id = 1")).containsExactly("11");
    assertThat(rows("SELECT a FROM t WHERE id = 2")).isEmpty();
    assertThat(rows("SELECT sum(a) FROM t")).containsExactly("41");
    run("UPDATE t SET a = a + 1");
    run("DELETE FROM t WHERE id = 3");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|12");
    run("COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|12");
    assertThat(rows("SELECT s FROM m")).containsExactly("12");
  }

  @Test
  void aSnapshotDoesNotSilentlyMissRowsThatOthersHaveWrittenAnew() {
    for (String change :
        new String[] {
          "ALTER TABLE t ALTER COLUMN a TYPE text", "ALTER TABLE t DROP COLUMN a CASCADE"
        }) {
      for (String query :
          new String[] {
            "SELECT * FROM t", "SELECT count(*) FROM t", "SELECT * FROM t WHERE id = 1"
          }) {
        run("DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (id integer PRIMARY KEY, a integer)");
        run("INSERT INTO t VALUES (1, 10), (2, 20)");
        run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM u");
        other.execute(change);
        assertThat(error(query))
            .as(change + ", " + query)
            .isEqualTo("40001 could not serialize access due to concurrent update");
        run("ROLLBACK");
        assertThat(rows("SELECT id FROM t")).containsExactly("1", "2");
      }
    }
  }

  @Test
  void aSnapshotMayBeOlderThanADefinition() {
    run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM u");
    other.execute("ALTER TABLE t ADD COLUMN b integer DEFAULT 5");
    other.execute("TRUNCATE u; CREATE TABLE w (id integer); INSERT INTO w VALUES (1)");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10|5", "2|20|5");
    assertThat(rows("SELECT * FROM w")).isEmpty();
    run("COMMIT");
    run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM u");
    run("ALTER TABLE t ALTER COLUMN b TYPE text; DELETE FROM t");
    assertThat(rows("SELECT * FROM t")).isEmpty();
    run("ROLLBACK");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("2");
  }

  @Test
  void othersSeeNothingBeforeTheCommitAndAllAfter() {
    run("BEGIN; INSERT INTO t VALUES (3, 30); DELETE FROM t WHERE id = 1");
    assertThat(rows(other, "SELECT id FROM t")).containsExactly("1", "2");
    assertThat(rows(other, "SELECT s FROM m")).containsExactly("30");
    run("COMMIT");
    assertThat(rows(other, "SELECT id FROM t")).containsExactly("2", "3");
    assertThat(rows(other, "SELECT s FROM m")).containsExactly("50");
  }

  @Test
  void rollbackForgetsEverything() {
    run("BEGIN; INSERT INTO t VALUES (3, 30); UPDATE t SET a = 0; DELETE FROM t WHERE id = 2");
    assertThat(run("ROLLBACK")).isEqualTo("ROLLBACK");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|20");
    assertThat(rows("SELECT s FROM m")).containsExactly("30");
  }

  @Test
  void readCommittedSeesWhatOthersCommitInBetween() {
    run("BEGIN");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("2");
    other.execute("INSERT INTO t VALUES (3, 30)");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("3");
    run("COMMIT");
  }

  @Test
  void afterAnErrorABlockOnlyEnds() {
    run("BEGIN; INSERT INTO t VALUES (3, 30)");
    assertThat(error("SELECT 1 / 0")).startsWith("22012");
    assertThat(error("SELECT 1"))
        .isEqualTo(
            "25P02 current transaction is aborted, commands ignored until end of transaction"
                + " block");
    assertThat(error("INSERT INTO t VALUES (4, 40)")).startsWith("25P02");
    assertThat(run("COMMIT")).isEqualTo("ROLLBACK");
    assertThat(rows("SELECT id FROM t")).containsExactly("1", "2");
  }

  @Test
  void anErrorInTheTextFailsTheBlockToo() {
    run("BEGIN; INSERT INTO t VALUES (3, 30)");
    assertThat(error("SELEKT 1")).startsWith("42601");
    assertThat(error("SELECT 1")).startsWith("25P02");
    assertThat(run("ROLLBACK")).isEqualTo("ROLLBACK");
    assertThat(rows("SELECT id FROM t")).containsExactly("1", "2");
  }

  @Test
  void aStatementThatFailsLeavesNothing() {
    assertThat(error("INSERT INTO t VALUES (3, 30), (1, 11)")).startsWith("23505");
    assertThat(error("INSERT INTO t SELECT id + 10, a / (id - 2) FROM t")).startsWith("22012");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|20");
    assertThat(rows("SELECT s FROM m")).containsExactly("30");
  }

  @Test
  void commitAndRollbackOutsideABlockOnlyWarn() {
    Command commit = (Command) session.execute("COMMIT").getFirst();
    Notice none =
        Notice.warning(ErrorCode.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
    assertThat(commit.notices()).containsExactly(none);
    assertThat(((Command) session.execute("ROLLBACK").getFirst()).notices()).containsExactly(none);
    run("BEGIN");
    assertThat(((Command) session.execute("BEGIN").getFirst()).notices())
        .containsExactly(
            Notice.warning(
                ErrorCode.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
    run("COMMIT");
  }

  @Test
  void aSecondWriterOfATableWaitsForTheFirst() throws Exception {
    run("BEGIN; UPDATE t SET a = a + 1 WHERE id = 1");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> other.execute("UPDATE t SET a = a * 2 WHERE id = 1"));
    Assertions.assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    run("COMMIT");
    waiting.get(10, TimeUnit.SECONDS);
    assertThat(rows("SELECT a FROM t WHERE id = 1")).containsExactly("22");
    assertThat(rows("SELECT s FROM m")).containsExactly("42");
  }

  @Test
  void ofTwoThatWaitForEachOtherOneIsGivenUp() throws Exception {
    run("INSERT INTO u VALUES (1)");
    run("BEGIN; UPDATE t SET a = 1");
    other.execute("BEGIN; UPDATE u SET a = 1");
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(() -> other.execute("UPDATE t SET a = 2").getLast().tag());
    Assertions.assertThatThrownBy(() -> first.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(error("UPDATE u SET a = 2")).startsWith("40P01 deadlock detected");
    run("ROLLBACK");
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("UPDATE 2");
    other.execute("COMMIT");
    assertThat(rows("SELECT a FROM t")).containsExactly("2", "2");
  }

  @Test
  void concurrentIncrementsAreNotLost() throws ExecutionException, InterruptedException {
    CompletableFuture<Void> others =
        CompletableFuture.runAsync(() -> increment(other)).thenRun(() -> {});
    increment(session);
    others.get();
    assertThat(rows("SELECT a FROM t WHERE id = 1")).containsExactly("210");
    assertThat(rows("SELECT s FROM m")).containsExactly("230");
  }

  private static void increment(Session session) {
    for (int i = 0; i < 100; i++) {
      session.execute("UPDATE t SET a = a + 1 WHERE id = 1");
    }
  }

  @Test
  void closingASessionRollsItsTransactionBack() {
    other.execute("BEGIN; INSERT INTO t VALUES (3, 30)");
    other.close();
    run("INSERT INTO t VALUES (3, 31)");
    assertThat(rows("SELECT a FROM t WHERE id = 3")).containsExactly("31");
  }

  @Test
  void aSavepointIsWhereATransactionReturnsTo() {
    run("BEGIN; INSERT INTO t VALUES (3, 30); SAVEPOINT s; UPDATE t SET a = 0 WHERE id < 3");
    run("SAVEPOINT s2; DELETE FROM t; INSERT INTO t VALUES (9, 9)");
    run("ROLLBACK TO s2");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|0", "2|0", "3|30");
    run("ROLLBACK TO SAVEPOINT s");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|20", "3|30");
    run("RELEASE s; COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|20", "3|30");
    assertThat(rows("SELECT s FROM m")).containsExactly("60");
  }

  @Test
  void aSavepointSavesATransactionFromAFailedStatement() {
    run("BEGIN; INSERT INTO t VALUES (3, 30); SAVEPOINT s");
    assertThat(error("INSERT INTO t VALUES (3, 31)")).startsWith("23505");
    assertThat(error("SELECT 1")).startsWith("25P02");
    run("ROLLBACK TO s; INSERT INTO t VALUES (4, 40); COMMIT");
    assertThat(rows("SELECT * FROM t")).containsExactly("1|10", "2|20", "3|30", "4|40");
  }

  @Test
  void savepointsAreKnownByTheLatestOfTheirName() {
    run("BEGIN; SAVEPOINT s; INSERT INTO t VALUES (3, 30); SAVEPOINT s");
    run("INSERT INTO t VALUES (4, 40); ROLLBACK TO s; RELEASE s; ROLLBACK TO s");
    assertThat(rows("SELECT id FROM t")).containsExactly("1", "2");
    assertThat(error("RELEASE nothing")).startsWith("3B001 savepoint \"nothing\" does not exist");
    run("ROLLBACK");
    assertThat(error("SAVEPOINT s"))
        .isEqualTo("25P01 SAVEPOINT can only be used in transaction blocks");
  }

  @Test
  void viewsReadInATransactionIncludeItsChanges() {
    run("BEGIN; INSERT INTO t VALUES (3, 30)");
    assertThat(rows("SELECT s FROM m")).containsExactly("60");
    assertThat(rows(other, "SELECT s FROM m")).containsExactly("30");
    run("ROLLBACK");
    assertThat(rows("SELECT s FROM m")).containsExactly("30");
  }

  @Test
  void aTransactionSaysWhetherItIsReadOnly() {
    run("CREATE TABLE ro (a integer)");
    run("SET default_transaction_read_only = true");
    assertThat(error("INSERT INTO ro VALUES (1)"))
        .isEqualTo("25006 cannot execute INSERT in a read-only transaction");
    assertThat(run("START TRANSACTION READ WRITE")).isEqualTo("START TRANSACTION");
    run("INSERT INTO ro VALUES (1); COMMIT; RESET default_transaction_read_only");
    run("BEGIN; SET transaction_read_only = yes");
    assertThat(rows("SHOW transaction_read_only")).containsExactly("on");
    assertThat(error("INSERT INTO ro VALUES (2)")).startsWith("25006");
    run("ROLLBACK");
  }

  @Test
  void aSavepointsReadOnlyModeEndsWithIt() {
    run("CREATE TABLE ro (a integer)");
    run("BEGIN; SAVEPOINT s; SET TRANSACTION READ ONLY");
    assertThat(error("INSERT INTO ro VALUES (2)")).startsWith("25006");
    run("ROLLBACK TO s; INSERT INTO ro VALUES (3); COMMIT");
    assertThat(rows("SELECT a FROM ro")).containsExactly("3");
  }

  @Test
  void writingIsAllowedBeforeAnyQueryOnly() {
    run("BEGIN READ ONLY; SET TRANSACTION READ WRITE; SET TRANSACTION READ ONLY");
    rows("SELECT 1");
    assertThat(error("SET TRANSACTION READ WRITE"))
        .isEqualTo("25001 transaction read-write mode must be set before any query");
    run("ROLLBACK; BEGIN READ ONLY; SAVEPOINT s");
    assertThat(error("SET TRANSACTION READ WRITE"))
        .isEqualTo("25001 cannot set transaction read-write mode inside a read-only transaction");
    run("ROLLBACK; BEGIN");
    rows("SELECT 1");
    assertThat(error("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")).startsWith("25001");
    run("ROLLBACK");
  }

  @Test
  void deferrableIsShownAndChained() {
    run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE, DEFERRABLE");
    assertThat(rows("SHOW transaction_deferrable")).containsExactly("on");
    rows("SELECT 1");
    assertThat(error("SET TRANSACTION NOT DEFERRABLE"))
        .isEqualTo("25001 SET TRANSACTION [NOT] DEFERRABLE must be called before any query");
    run("ROLLBACK AND CHAIN");
    assertThat(rows("SHOW transaction_deferrable")).containsExactly("on");
    run("COMMIT");
    assertThat(rows("SHOW transaction_deferrable")).containsExactly("off");
    run("SET SESSION CHARACTERISTICS AS TRANSACTION DEFERRABLE");
    assertThat(rows("SHOW transaction_deferrable")).containsExactly("on");
  }

  @Test
  void afterAnErrorStatementsAreNotLookedAt() {
    run("BEGIN");
    assertThat(error("SELECT missing FROM t")).startsWith("42703");
    assertThat(error("SELECT * FROM nothing")).startsWith("25P02");
    run("ROLLBACK");
  }

  @Test
  void transactionsCannotBePrepared() {
    assertThat(error("BEGIN; PREPARE TRANSACTION 'x'"))
        .isEqualTo("55000 prepared transactions are disabled");
    assertThat(error("COMMIT PREPARED 'x'"))
        .isEqualTo("42704 prepared transaction with identifier \"x\" does not exist");
    assertThat(error("ROLLBACK PREPARED 'x'")).startsWith("42704");
    run("PREPARE transaction AS SELECT 1; DEALLOCATE transaction");
  }
}
