package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A prepared query that is run again gives its last result, if that is what it would give. */
final class ResultCacheTest {
  private static final String BY_GROUP = "SELECT g, count(*), sum(v) FROM t GROUP BY g ORDER BY g";

  private final Headrace db = Headrace.inMemory();
  private final Session session = db.connect();
  private final Session other = db.connect();

  @BeforeEach
  void fill() {
    session.execute("CREATE TABLE t (id integer PRIMARY KEY, g integer, v bigint)");
    session.execute("INSERT INTO t SELECT n, n % 3, n FROM generate_series(1, 1000) AS s (n)");
  }

  @AfterEach
  void close() {
    db.close();
  }

  private long hits() {
    return Long.parseLong(String.valueOf(session.query("SHOW result_cache_hits").single()));
  }

  private static Object single(PreparedStatement statement, Object... parameters) {
    return Objects.requireNonNull(statement.query(parameters).single());
  }

  @Test
  void theThirdRunIsAHit() {
    PreparedStatement query = session.prepare(BY_GROUP);
    List<?> first = query.query().rows();
    query.query();
    long before = hits();
    assertThat(query.query().rows()).isEqualTo(first);
    assertThat(query.query().rows()).isEqualTo(first);
    assertThat(hits()).isEqualTo(before + 2);
  }

  @Test
  void otherParametersAreAnotherQuestion() {
    PreparedStatement query = session.prepare("SELECT sum(v) FROM t WHERE g = $1");
    for (int round = 0; round < 4; round++) {
      for (int g = 0; g < 3; g++) {
        assertThat(single(query, g))
            .isEqualTo(session.query("SELECT sum(v) FROM t WHERE g = $1", g).single());
      }
    }
  }

  @Test
  void queriesAsTextsAreRun() {
    session.query(BY_GROUP);
    session.query(BY_GROUP);
    long before = hits();
    session.query(BY_GROUP);
    assertThat(hits()).isEqualTo(before);
  }

  @Test
  void functionsThatAreNotImmutableAreAskedAgain() {
    PreparedStatement random = session.prepare("SELECT sum(v * random()) FROM t");
    assertThat(List.of(single(random), single(random), single(random), single(random)))
        .doesNotHaveDuplicates();
    PreparedStatement now = session.prepare("SELECT count(*), max(now()) FROM t");
    now.query();
    now.query();
    long before = hits();
    now.query();
    assertThat(hits()).isEqualTo(before);
  }

  @Test
  void aTransactionSeesItsSnapshotAndItsOwnChanges() {
    PreparedStatement count = session.prepare("SELECT count(*) FROM t WHERE v > 0");
    single(count);
    single(count);
    session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    assertThat(single(count)).isEqualTo(1000L);
    other.execute("DELETE FROM t WHERE id <= 10");
    assertThat(single(count)).isEqualTo(1000L);
    session.execute("DELETE FROM t WHERE id > 990");
    assertThat(single(count)).isEqualTo(990L);
    session.execute("ROLLBACK");
    assertThat(single(count)).isEqualTo(990L);
  }

  @Test
  void anotherDefinitionUnderTheNameIsNoticed() {
    PreparedStatement count = session.prepare("SELECT count(*) FROM t WHERE v > 0");
    single(count);
    single(count);
    other.execute("DROP TABLE t");
    other.execute("CREATE TABLE t (id integer PRIMARY KEY, g integer, v bigint)");
    assertThat(single(count)).isEqualTo(0L);
  }

  @Test
  void whateverOthersDoEveryAnswerIsThatOfTheMoment() {
    session.execute("CREATE MATERIALIZED VIEW m AS SELECT g, sum(v) AS s FROM t GROUP BY g");
    List<String> texts =
        List.of(
            BY_GROUP,
            "SELECT sum(s) FROM m",
            "SELECT count(*) FROM t JOIN m USING (g)",
            "SELECT id FROM t WHERE v % 2 = 0 ORDER BY id LIMIT 200");
    List<PreparedStatement> queries = texts.stream().map(session::prepare).toList();
    long seed = System.nanoTime();
    System.out.println("result cache: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    long before = hits();
    for (int i = 0; i < 400; i++) {
      switch (random.nextInt(5)) {
        case 0 -> other.execute("UPDATE t SET v = v + 1 WHERE id = $1", random.nextInt(1, 1100));
        case 1 -> session.execute("DELETE FROM t WHERE id = $1", random.nextInt(1, 1100));
        default -> {
          int q = random.nextInt(queries.size());
          assertThat(queries.get(q).query().rows())
              .as(texts.get(q))
              .isEqualTo(other.query(texts.get(q)).rows());
        }
      }
    }
    assertThat(hits()).isGreaterThan(before);
  }
}
