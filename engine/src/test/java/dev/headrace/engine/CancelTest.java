package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that would run for minutes end soon after they are cancelled, whatever they are at. */
final class CancelTest extends DatabaseTestBase {
  /** Many times what it takes, for machines that are busy with something else. */
  private static final long SOON_MILLIS = 2_000;

  @BeforeEach
  void tables() {
    run("CREATE TABLE t (x integer, k integer)");
    run("INSERT INTO t SELECT g, 1 FROM generate_series(1, 100000) AS s(g)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // no pair is a result
        "SELECT count(*) FROM t a JOIN t b ON a.k = b.k AND a.x + b.x < 0",
        "SELECT count(*) FROM t a, t b, t c WHERE a.x + b.x + c.x < 0",
        "SELECT count(*) FROM t a WHERE NOT EXISTS"
            + " (SELECT 1 FROM t b WHERE a.k = b.k AND a.x + b.x < 0)",
        "SELECT a.x, b.x, count(*) FROM t a, t b WHERE a.x <> b.x AND a.x + b.x < 10"
            + " GROUP BY a.x, b.x",
        // one slab
        "SELECT count(*) FROM (VALUES (1, 1)) AS v(k, y) JOIN t a ON a.k = v.k"
            + " JOIN t b ON a.k = b.k AND a.x + b.x < 0",
        "INSERT INTO t SELECT a.x, b.x FROM t a, t b WHERE a.x + b.x < 0",
      })
  void aRunningQueryEndsSoonAfterItIsCancelled(String sql) throws Exception {
    CompletableFuture<String> failure = CompletableFuture.supplyAsync(() -> error(sql));
    Thread.sleep(400);
    assertThat(failure).as("still running").isNotDone();
    long start = System.nanoTime();
    session.cancel();
    assertThat(failure.get(60, TimeUnit.SECONDS))
        .isEqualTo("57014 canceling statement due to user request");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(SOON_MILLIS);
    assertThat(rows("SELECT count(*) FROM t")).containsExactly("100000");
  }
}
