package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries of one pipeline, which run without a circuit, in all three ways of compilation. */
final class StraightQueryTest {
  private final Headrace db = Headrace.inMemory();
  private final Session session = db.connect();

  @BeforeEach
  void fill() {
    session.execute(
        "CREATE TABLE t (id integer, part smallint, name text, PRIMARY KEY (id, part))");
    session.execute(
        "INSERT INTO t SELECT n / 2, n % 2, 'n' || n FROM generate_series(0, 19999) AS s (n)");
    session.execute("CREATE TABLE bag (x integer)");
    session.execute("INSERT INTO bag SELECT n % 3 FROM generate_series(1, 3000) AS s (n)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private void inAllWays(Runnable check) {
    for (String way : List.of("off", "auto", "always")) {
      session.execute("SET compilation = " + way);
      for (int again = 0; again < 3; again++) {
        check.run();
      }
    }
  }

  private List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
    return session.query(sql, parameters).rows();
  }

  @Test
  void aWholeKeyFindsItsRow() {
    inAllWays(
        () -> {
          assertThat(rows("SELECT name FROM t WHERE id = $1 AND part = $2", 7, 1))
              .isEqualTo(List.of(List.of(Slice.of("n15"))));
          assertThat(rows("SELECT name FROM t WHERE part = $1::bigint AND id = 7", 100_000L))
              .isEmpty();
          assertThat(rows("SELECT name FROM t WHERE id = $1 AND part = 0", (Object) null))
              .isEmpty();
          assertThat(rows("SELECT name FROM t WHERE id = 7 AND part = 1 AND name = 'x'")).isEmpty();
        });
  }

  @Test
  void aTransactionFindsItsOwnRowsByKey() {
    session.execute("BEGIN");
    session.execute("UPDATE t SET name = 'mine' WHERE id = 7 AND part = 1");
    session.execute("DELETE FROM t WHERE id = 8");
    inAllWays(
        () -> {
          assertThat(rows("SELECT name FROM t WHERE id = 7 AND part = 1"))
              .isEqualTo(List.of(List.of(Slice.of("mine"))));
          assertThat(rows("SELECT name FROM t WHERE id = 8 AND part = 1")).isEmpty();
        });
    session.execute("ROLLBACK");
    assertThat(rows("SELECT name FROM t WHERE id = 8 AND part = 1"))
        .isEqualTo(List.of(List.of(Slice.of("n17"))));
  }

  @Test
  void limitsCountRowsAsOftenAsTheyAre() {
    inAllWays(
        () -> {
          assertThat(rows("SELECT * FROM bag LIMIT 1500 OFFSET 700")).hasSize(1500);
          assertThat(rows("SELECT * FROM bag OFFSET 2990")).hasSize(10);
          assertThat(rows("SELECT x + 1 FROM bag WHERE x > 0 LIMIT 3000")).hasSize(2000);
          assertThat(rows("SELECT * FROM bag LIMIT 0")).isEmpty();
          assertThat(rows("SELECT * FROM bag LIMIT $1", (Object) null)).hasSize(3000);
          assertThat(rows("SELECT name FROM t WHERE part = 1 LIMIT 9")).hasSize(9);
          assertThat(rows("SELECT * FROM (VALUES (1), (2), (3)) AS v OFFSET 1 LIMIT 1")).hasSize(1);
        });
    assertThatThrownBy(() -> rows("SELECT * FROM bag LIMIT $1", -1))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE));
  }

  @Test
  void aLimitStopsBeforeTheRowThatFails() {
    inAllWays(() -> assertThat(rows("SELECT 1 / (10000 - id - 1) FROM t LIMIT 10")).hasSize(10));
  }

  @Test
  void resultsKeepWithinTheMemoryLimit() {
    session.execute("SET memory_limit = '100kB'");
    assertThatThrownBy(() -> rows("SELECT id + 1, name FROM t"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
    assertThat(rows("SELECT id + 1, name FROM t LIMIT 10")).hasSize(10);
  }

  @Test
  void aFailedRunLeavesNothingToTheNext() {
    inAllWays(
        () -> {
          assertThatThrownBy(() -> rows("SELECT 10 / id FROM t WHERE id < $1 AND part = 0", 3))
              .isInstanceOf(SqlException.class);
          assertThat(rows("SELECT 10 / (id + 1) FROM t WHERE id < $1 AND part = 0", 3))
              .isEqualTo(List.of(List.of(10), List.of(5), List.of(3)));
        });
  }
}
