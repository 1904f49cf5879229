package dev.headrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Statements with random damage: the parser takes them or says why not, soon, and never fails
 * otherwise. Runs for {@code -Dheadrace.fuzz.seconds}, 3 by default; {@code -Dheadrace.fuzz.seed}
 * repeats a run.
 */
final class ParserFuzzTest {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("headrace.fuzz.seconds", 3));
  private static final long SEED = Long.getLong("headrace.fuzz.seed", System.nanoTime());
  private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT a, count(*) FILTER (WHERE b > 1) FROM t GROUP BY a HAVING sum(c) > 3 ORDER BY 1",
          "WITH w AS (SELECT 1 AS x) SELECT * FROM w LEFT JOIN t USING (x) WHERE y IN (SELECT z)",
          "SELECT CASE WHEN a IS NOT NULL THEN b::NUMERIC(10, 2) ELSE -1.5e3 END FROM s.t AS u",
          "SELECT 'it''s' || E'\\n\\x41' || $$dollar$$ || U&'\\0041', \"quoted \"\"name\"\"\", $1",
          "SELECT ARRAY[1, 2][1], INTERVAL '1 day' * 2, DATE '2024-02-29' AT TIME ZONE 'UTC'",
          "INSERT INTO t (a, b) VALUES (1, DEFAULT), (2, NULL) ON CONFLICT (a) DO UPDATE SET b = 3"
              + " RETURNING *",
          "UPDATE t SET a = a + 1 FROM u WHERE t.id = u.id RETURNING t.*",
          "DELETE FROM t USING u WHERE t.id = u.id",
          "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT"
              + " VALUES (1)",
          "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x', CHECK (a > 0))",
          "CREATE MATERIALIZED VIEW v AS SELECT * FROM t /* a /* nested */ comment */ -- end",
          "CREATE SOURCE s (a INT) WITH (connector = 'file', path = 'x.csv')",
          "CREATE USER u PASSWORD 'p' VALID UNTIL '2030-01-01'; ALTER ROLE u NOLOGIN",
          "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER match, NULL '', QUOTE '''')",
          "ALTER TABLE t ADD COLUMN c INTEGER, DROP COLUMN d, RENAME TO u",
          "CREATE UNIQUE INDEX i ON t (lower(b), a DESC NULLS LAST) WHERE a > 1",
          "BEGIN ISOLATION LEVEL SERIALIZABLE; SAVEPOINT s; ROLLBACK TO s; COMMIT",
          "PREPARE p (INT) AS SELECT $1; EXECUTE p (1); DEALLOCATE ALL; SHOW ALL; SET a.b TO 'c'",
          "EXPLAIN (ANALYZE, CIRCUIT) SELECT 1; SUBSCRIBE v; LISTEN c; NOTIFY c, 'x'",
          "DECLARE c CURSOR FOR SELECT 1; FETCH FORWARD 10 FROM c; MOVE c; CLOSE c",
          "GRANT SELECT ON t TO u; COMMENT ON TABLE t IS 'x'; TRUNCATE t; DROP TABLE IF EXISTS t");

  private final Random random = new Random(SEED);

  @Test
  void theParserSurvivesAnything() {
    long end = System.nanoTime() + TIME.toNanos();
    long runs = 0;
    while (System.nanoTime() < end) {
      String text = mutated();
      long start = System.nanoTime();
      try {
        SqlParser.parse(text);
      } catch (SqlException e) {
        if (e.code().category() == ErrorCode.Category.INTERNAL) {
          fail("seed " + SEED + ", run " + runs + ": " + text, e);
        }
      } catch (RuntimeException e) {
        fail("seed " + SEED + ", run " + runs + ": " + text, e);
      }
      assertThat(System.nanoTime() - start).as(text).isLessThan(MAX_NANOS);
      runs++;
    }
    assertThat(runs).isGreaterThan(100);
  }

  @Test
  void depthIsAnErrorAndNoCrash() throws InterruptedException {
    List<Throwable> unexpected = new ArrayList<>();
    for (String nested :
        List.of(
            "SELECT " + "(".repeat(100_000) + "1",
            "SELECT " + "-".repeat(1).concat(" ").repeat(100_000) + "1",
            "SELECT " + "NOT ".repeat(100_000) + "TRUE",
            "SELECT 1" + " + 1".repeat(100_000),
            "SELECT " + "CASE WHEN TRUE THEN ".repeat(20_000),
            "SELECT * FROM " + "(SELECT * FROM ".repeat(20_000),
            "SELECT " + "/*".repeat(100_000),
            "SELECT '" + "x".repeat(1_000_000))) {
      Thread thread = new Thread(null, () -> parse(nested, unexpected), "parser", 4 << 20);
      thread.start();
      thread.join(60_000);
      assertThat(thread.isAlive()).as(nested.substring(0, 30)).isFalse();
    }
    assertThat(unexpected).isEmpty();
  }

  private static void parse(String text, List<Throwable> unexpected) {
    try {
      SqlParser.parse(text);
    } catch (SqlException | StackOverflowError e) {
      // what the engine turns into 54001, or says itself
      assertThat(e).isNotNull();
    } catch (RuntimeException | Error e) {
      unexpected.add(e);
    }
  }

  private String mutated() {
    StringBuilder text = new StringBuilder(any());
    for (int left = 1 + random.nextInt(5); left > 0 && !text.isEmpty(); left--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 -> text.setCharAt(at, character());
        case 3 -> text.insert(at, character());
        case 4 -> {
          String other = any();
          int from = random.nextInt(other.length());
          text.replace(
              at,
              to,
              other.substring(from, Math.min(other.length(), from + 1 + random.nextInt(30))));
        }
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private String any() {
    return STATEMENTS.get(random.nextInt(STATEMENTS.size()));
  }

  private char character() {
    String likely = "'\"$()[]{};,.:*/-+<>=!@#%^&|~`?\\ \t\n\0eEuUxXbB019_\u00e9\ud83d";
    return random.nextInt(4) == 0
        ? (char) random.nextInt(0x10000)
        : likely.charAt(random.nextInt(likely.length()));
  }
}
