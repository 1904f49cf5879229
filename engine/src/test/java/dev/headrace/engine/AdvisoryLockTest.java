package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks of numbers: {@code pg_advisory_lock} and its like. */
final class AdvisoryLockTest extends DatabaseTestBase {
  private Session one;
  private Session two;

  @BeforeEach
  void connect() {
    one = db.connect();
    two = db.connect();
  }

  @AfterEach
  void disconnect() {
    one.close();
    two.close();
  }

  private static String value(Session session, String function) {
    return rows(session, "SELECT " + function).getFirst();
  }

  /** Whether the second session could have the lock of a number alone; it lets go of it again. */
  private boolean isFree(String key) {
    two.execute("BEGIN");
    String got = value(two, "pg_try_advisory_xact_lock(" + key + ")");
    two.execute("ROLLBACK");
    return got.equals("t");
  }

  private static CompletableFuture<String> later(Session session, String sql) {
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return rows(session, sql).toString();
              } catch (SqlException e) {
                return e.sqlState() + " " + e.message();
              }
            });
    assertThat(result.copy().completeOnTimeout("waits", 100, TimeUnit.MILLISECONDS).join())
        .isEqualTo("waits");
    return result;
  }

  private static String end(CompletableFuture<String> result) throws Exception {
    return result.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aSessionHoldsALockUntilItLetsGoAsOftenAsItTookIt() {
    assertThat(value(one, "pg_advisory_lock(7)")).isEmpty();
    assertThat(value(one, "pg_try_advisory_lock(7)")).isEqualTo("t");
    assertThat(value(two, "pg_try_advisory_lock(7)")).isEqualTo("f");
    assertThat(value(one, "pg_advisory_unlock(7)")).isEqualTo("t");
    assertThat(isFree("7")).isFalse();
    assertThat(value(one, "pg_advisory_unlock(7)")).isEqualTo("t");
    assertThat(isFree("7")).isTrue();
    assertThat(value(one, "pg_advisory_unlock(7)")).as("no longer held").isEqualTo("f");
    assertThat(value(one, "pg_advisory_unlock_shared(7)")).isEqualTo("f");
  }

  @Test
  void itOutlivesTransactionsEvenThoseThatAreRolledBack() {
    one.execute("BEGIN; SELECT pg_advisory_lock(1); ROLLBACK");
    assertThat(isFree("1")).isFalse();
    one.execute("BEGIN; SELECT pg_advisory_unlock(1); ROLLBACK");
    assertThat(isFree("1")).isTrue();
  }

  @Test
  void aTransactionHoldsALockUntilItEnds() {
    one.execute("BEGIN");
    assertThat(value(one, "pg_advisory_xact_lock(1)")).isEmpty();
    assertThat(value(one, "pg_advisory_unlock(1)")).as("is not the session's").isEqualTo("f");
    one.execute("SELECT pg_advisory_unlock_all()");
    assertThat(isFree("1")).isFalse();
    one.execute("COMMIT");
    assertThat(isFree("1")).isTrue();
    one.execute("SELECT pg_advisory_xact_lock(1)");
    assertThat(isFree("1")).as("each statement is a transaction").isTrue();
  }

  @Test
  void returningToASavepointLetsGoOfTheTransactionsLaterLocks() {
    one.execute("BEGIN; SELECT pg_advisory_xact_lock(1); SAVEPOINT s");
    one.execute("SELECT pg_advisory_xact_lock(1), pg_advisory_xact_lock(2); ROLLBACK TO s");
    assertThat(isFree("1")).isFalse();
    assertThat(isFree("2")).isTrue();
    one.execute("ROLLBACK");
  }

  @Test
  void locksOfASessionAndItsTransactionAreNotInEachOthersWay() {
    one.execute("BEGIN; SELECT pg_advisory_lock(1), pg_advisory_xact_lock(1)");
    assertThat(value(one, "pg_advisory_unlock(1)")).isEqualTo("t");
    assertThat(isFree("1")).as("the transaction has it").isFalse();
    one.execute("SELECT pg_advisory_lock(1); COMMIT");
    assertThat(isFree("1")).as("the session has it").isFalse();
  }

  @Test
  void sharedLocksGoTogether() {
    one.execute("SELECT pg_advisory_lock_shared(1)");
    assertThat(value(two, "pg_try_advisory_lock_shared(1)")).isEqualTo("t");
    assertThat(value(two, "pg_try_advisory_lock(1)")).isEqualTo("f");
    assertThat(value(two, "pg_advisory_unlock_shared(1)")).isEqualTo("t");
    assertThat(value(two, "pg_advisory_unlock(1)")).isEqualTo("f");
    // one session may hold it both ways, and lets go of each by itself
    one.execute("SELECT pg_advisory_lock(1)");
    assertThat(value(two, "pg_try_advisory_xact_lock_shared(1)")).isEqualTo("f");
    assertThat(value(one, "pg_advisory_unlock(1)")).isEqualTo("t");
    assertThat(value(two, "pg_try_advisory_xact_lock_shared(1)")).isEqualTo("t");
    assertThat(isFree("1")).isFalse();
  }

  @Test
  void pairsOfIntegersAreOtherKeysThanBigints() {
    one.execute("SELECT pg_advisory_lock(0, 5), pg_advisory_lock(-1, -1)");
    assertThat(isFree("5")).isTrue();
    assertThat(isFree("-1")).isTrue();
    assertThat(isFree("0, 5")).isFalse();
    assertThat(isFree("-1, -1")).isFalse();
    assertThat(isFree("5, 0")).isTrue();
    assertThat(value(one, "pg_advisory_unlock(-1, -1)")).isEqualTo("t");
    one.execute("SELECT pg_advisory_lock(9223372036854775807)");
    assertThat(isFree("9223372036854775807")).isFalse();
  }

  @Test
  void oneLockIsTakenForEachRow() {
    one.execute("SELECT pg_advisory_lock(n) FROM generate_series(1, 3) AS g(n)");
    assertThat(isFree("1") || isFree("2") || isFree("3")).isFalse();
    assertThat(value(one, "pg_advisory_unlock_all()")).isEmpty();
    assertThat(isFree("1") && isFree("2") && isFree("3")).isTrue();
    assertThat(value(one, "pg_advisory_lock(NULL::bigint) IS NULL")).isEqualTo("t");
  }

  @Test
  void whoWaitsGetsTheLockWhenItIsFree() throws Exception {
    one.execute("SELECT pg_advisory_lock(1)");
    CompletableFuture<String> waiting = later(two, "SELECT pg_advisory_lock(1)");
    one.execute("SELECT pg_advisory_unlock(1)");
    assertThat(end(waiting)).isEqualTo("[]");
    assertThat(value(one, "pg_try_advisory_lock(1)")).isEqualTo("f");
  }

  @Test
  void theEndOfTheSessionLetsGo() throws Exception {
    Session third = db.connect();
    third.execute("SELECT pg_advisory_lock(1)");
    CompletableFuture<String> waiting = later(two, "SELECT pg_advisory_lock(1)");
    third.close();
    assertThat(end(waiting)).isEqualTo("[]");
    two.execute("DISCARD ALL");
    assertThat(value(one, "pg_try_advisory_lock(1)")).isEqualTo("t");
  }

  @Test
  void waitingHasItsLimits() throws Exception {
    one.execute("SELECT pg_advisory_lock(1)");
    two.execute("SET lock_timeout = '50ms'");
    assertThat(error(two, "SELECT pg_advisory_lock(1)"))
        .isEqualTo("55P03 canceling statement due to lock timeout");
    two.execute("RESET lock_timeout; SET statement_timeout = '50ms'");
    assertThat(error(two, "SELECT pg_advisory_lock(1)"))
        .isEqualTo("57014 canceling statement due to statement timeout");
    two.execute("RESET statement_timeout");
    CompletableFuture<String> waiting = later(two, "SELECT pg_advisory_lock(1)");
    two.cancel();
    assertThat(end(waiting)).isEqualTo("57014 canceling statement due to user request");
    one.execute("SELECT pg_advisory_unlock(1)");
    assertThat(value(two, "pg_advisory_unlock(1)")).as("nobody got it late").isEqualTo("f");
  }

  @Test
  void circlesOfWaitersAreFoundAlsoWithRowsBetween() throws Exception {
    run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t VALUES (1, 0)");
    one.execute("SELECT pg_advisory_lock(1)");
    two.execute("BEGIN; UPDATE t SET v = 1");
    CompletableFuture<String> waiting = later(one, "UPDATE t SET v = 2 RETURNING v");
    assertThat(error(two, "SELECT pg_advisory_lock(1)")).isEqualTo("40P01 deadlock detected");
    two.execute("ROLLBACK");
    assertThat(end(waiting)).isEqualTo("[2]");
  }
}
