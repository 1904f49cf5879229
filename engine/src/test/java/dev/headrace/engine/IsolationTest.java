package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The anomalies of the Hermitage project (M. Kleppmann, "Hermitage: Testing the I in ACID", 2014),
 * at each isolation level: which of them happen, and which a transaction is failed for.
 */
final class IsolationTest extends DatabaseTestBase {
  private static final String READ_COMMITTED = "READ COMMITTED";
  private static final String REPEATABLE_READ = "REPEATABLE READ";
  private static final String SERIALIZABLE = "SERIALIZABLE";

  private Session one;
  private Session two;
  private Session three;

  @BeforeEach
  void connect() {
    run("CREATE TABLE test (id integer PRIMARY KEY, value integer)");
    run("INSERT INTO test VALUES (1, 10), (2, 20)");
    run("CREATE MATERIALIZED VIEW total AS SELECT sum(value) AS s FROM test");
    one = db.connect();
    two = db.connect();
    three = db.connect();
  }

  @AfterEach
  void disconnect() {
    one.close();
    two.close();
    three.close();
  }

  private static void begin(String level, Session... sessions) {
    for (Session each : sessions) {
      each.execute("BEGIN ISOLATION LEVEL " + level);
    }
  }

  /** What a statement that has to wait comes to: its tag or its SQLSTATE. */
  private static CompletableFuture<String> later(Session session, String sql) {
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return session.execute(sql).getLast().tag();
              } catch (SqlException e) {
                return e.sqlState();
              }
            });
    assertThat(result.copy().completeOnTimeout("waits", 100, TimeUnit.MILLISECONDS).join())
        .isEqualTo("waits");
    return result;
  }

  private static String end(CompletableFuture<String> result) throws Exception {
    return result.get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void writeCyclesG0(String level) throws Exception {
    begin(level, one, two);
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    CompletableFuture<String> waiting = later(two, "UPDATE test SET value = 12 WHERE id = 1");
    one.execute("UPDATE test SET value = 21 WHERE id = 2");
    one.execute("COMMIT");
    if (level.equals(READ_COMMITTED)) {
      assertThat(end(waiting)).isEqualTo("UPDATE 1");
      two.execute("UPDATE test SET value = 22 WHERE id = 2; COMMIT");
      assertThat(rows("SELECT * FROM test")).containsExactly("1|12", "2|22");
    } else {
      assertThat(end(waiting)).isEqualTo("40001");
      two.execute("ROLLBACK");
      assertThat(rows("SELECT * FROM test")).containsExactly("1|11", "2|21");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ UNCOMMITTED", READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void abortedReadsG1a(String level) {
    begin(level, one, two);
    one.execute("UPDATE test SET value = 101 WHERE id = 1");
    assertThat(rows(two, "SELECT * FROM test")).containsExactly("1|10", "2|20");
    assertThat(rows(two, "SELECT s FROM total")).containsExactly("30");
    one.execute("ROLLBACK");
    assertThat(rows(two, "SELECT * FROM test")).containsExactly("1|10", "2|20");
    two.execute("COMMIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void intermediateReadsG1b(String level) {
    begin(level, one, two);
    one.execute("UPDATE test SET value = 101 WHERE id = 1");
    assertThat(rows(two, "SELECT * FROM test")).containsExactly("1|10", "2|20");
    one.execute("UPDATE test SET value = 11 WHERE id = 1; COMMIT");
    assertThat(rows(two, "SELECT * FROM test"))
        .containsExactly(level.equals(READ_COMMITTED) ? "1|11" : "1|10", "2|20");
    two.execute("COMMIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void circularInformationFlowG1c(String level) {
    begin(level, one, two);
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    two.execute("UPDATE test SET value = 22 WHERE id = 2");
    assertThat(rows(one, "SELECT * FROM test WHERE id = 2")).containsExactly("2|20");
    assertThat(rows(two, "SELECT * FROM test WHERE id = 1")).containsExactly("1|10");
    one.execute("COMMIT");
    if (level.equals(SERIALIZABLE)) {
      assertThat(error(two, "COMMIT")).startsWith("40001");
    } else {
      two.execute("COMMIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void observedTransactionVanishesOtv(String level) throws Exception {
    begin(level, one, two, three);
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    one.execute("UPDATE test SET value = 19 WHERE id = 2");
    CompletableFuture<String> waiting = later(two, "UPDATE test SET value = 12 WHERE id = 1");
    one.execute("COMMIT");
    String outcome = end(waiting);
    assertThat(rows(three, "SELECT value FROM test WHERE id = 1")).containsExactly("11");
    if (level.equals(READ_COMMITTED)) {
      assertThat(outcome).isEqualTo("UPDATE 1");
      two.execute("UPDATE test SET value = 18 WHERE id = 2");
      assertThat(rows(three, "SELECT value FROM test WHERE id = 2")).containsExactly("19");
      two.execute("COMMIT");
      assertThat(rows(three, "SELECT value FROM test WHERE id = 2")).containsExactly("18");
    } else {
      assertThat(outcome).isEqualTo("40001");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void predicateManyPrecedersPmp(String level) {
    begin(level, one, two);
    assertThat(rows(one, "SELECT * FROM test WHERE value = 30")).isEmpty();
    two.execute("INSERT INTO test VALUES (3, 30); COMMIT");
    assertThat(rows(one, "SELECT * FROM test WHERE value % 3 = 0"))
        .hasSize(level.equals(READ_COMMITTED) ? 1 : 0);
    one.execute("COMMIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void predicateManyPrecedersOfWritesPmp(String level) throws Exception {
    begin(level, one, two);
    one.execute("UPDATE test SET value = value + 10");
    CompletableFuture<String> waiting = later(two, "DELETE FROM test WHERE value = 20");
    one.execute("COMMIT");
    if (level.equals(READ_COMMITTED)) {
      // looks again: the row that has 20 now is another one
      assertThat(end(waiting)).isEqualTo("DELETE 1");
      two.execute("COMMIT");
      assertThat(rows("SELECT * FROM test")).containsExactly("2|30");
    } else {
      assertThat(end(waiting)).isEqualTo("40001");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void lostUpdateP4(String level) throws Exception {
    begin(level, one, two);
    rows(one, "SELECT * FROM test WHERE id = 1");
    rows(two, "SELECT * FROM test WHERE id = 1");
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    CompletableFuture<String> waiting = later(two, "UPDATE test SET value = 11 WHERE id = 1");
    one.execute("COMMIT");
    assertThat(end(waiting)).isEqualTo(level.equals(READ_COMMITTED) ? "UPDATE 1" : "40001");
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void readSkewGSingle(String level) {
    begin(level, one, two);
    assertThat(rows(one, "SELECT value FROM test WHERE id = 1")).containsExactly("10");
    two.execute("UPDATE test SET value = 12 WHERE id = 1");
    two.execute("UPDATE test SET value = 18 WHERE id = 2; COMMIT");
    boolean skewed = level.equals(READ_COMMITTED);
    assertThat(rows(one, "SELECT value FROM test WHERE id = 2"))
        .containsExactly(skewed ? "18" : "20");
    assertThat(rows(one, "SELECT s FROM total")).containsExactly("30");
    one.execute("COMMIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {REPEATABLE_READ, SERIALIZABLE})
  void readSkewWithAWriteGSingle(String level) {
    begin(level, one, two);
    assertThat(rows(one, "SELECT value FROM test WHERE id = 1")).containsExactly("10");
    rows(two, "SELECT * FROM test");
    two.execute("UPDATE test SET value = 12 WHERE id = 1");
    two.execute("UPDATE test SET value = 18 WHERE id = 2; COMMIT");
    assertThat(error(one, "DELETE FROM test WHERE value = 20")).startsWith("40001");
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void writeSkewG2Item(String level) {
    begin(level, one, two);
    rows(one, "SELECT * FROM test WHERE id IN (1, 2)");
    rows(two, "SELECT * FROM test WHERE id IN (1, 2)");
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    two.execute("UPDATE test SET value = 21 WHERE id = 2");
    one.execute("COMMIT");
    if (level.equals(SERIALIZABLE)) {
      assertThat(error(two, "COMMIT")).startsWith("40001");
      assertThat(rows("SELECT * FROM test")).containsExactly("1|11", "2|20");
    } else {
      two.execute("COMMIT");
      assertThat(rows("SELECT s FROM total")).containsExactly("32");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE})
  void antiDependencyCyclesG2(String level) {
    begin(level, one, two);
    rows(one, "SELECT * FROM test WHERE value % 3 = 0");
    rows(two, "SELECT * FROM test WHERE value % 3 = 0");
    one.execute("INSERT INTO test VALUES (3, 30)");
    two.execute("INSERT INTO test VALUES (4, 42)");
    one.execute("COMMIT");
    if (level.equals(SERIALIZABLE)) {
      assertThat(error(two, "COMMIT")).startsWith("40001");
    } else {
      two.execute("COMMIT");
    }
  }

  @Test
  void readOnlyTransactionsOfASerializableHistoryAreNotFailed() {
    begin(SERIALIZABLE, one, two);
    rows(one, "SELECT * FROM test");
    two.execute("UPDATE test SET value = 0; COMMIT");
    assertThat(rows(one, "SELECT s FROM total")).containsExactly("30");
    one.execute("COMMIT");
  }

  @Test
  void transactionsThatTouchDifferentRowsDoNotWait() {
    begin(READ_COMMITTED, one, two);
    one.execute("UPDATE test SET value = 11 WHERE id = 1");
    two.execute("UPDATE test SET value = 21 WHERE id = 2; COMMIT");
    one.execute("COMMIT");
    assertThat(rows("SELECT s FROM total")).containsExactly("32");
  }

  @Test
  void theLevelIsShownAndCannotBeChangedAfterTheFirstQuery() {
    begin(REPEATABLE_READ, one);
    assertThat(rows(one, "SHOW transaction_isolation")).containsExactly("repeatable read");
    one.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    rows(one, "SELECT * FROM test");
    assertThat(error(one, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        .isEqualTo("25001 SET TRANSACTION ISOLATION LEVEL must be called before any query");
    one.execute("ROLLBACK; SET default_transaction_isolation = 'serializable'");
    assertThat(rows(one, "SHOW transaction_isolation")).containsExactly("serializable");
  }
}
