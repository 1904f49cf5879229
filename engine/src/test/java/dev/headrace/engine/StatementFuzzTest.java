package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.sun.management.ThreadMXBean;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts of statements, found by coverage, through lexer, parser, binder, rewrites and planner: each
 * is prepared or refused with an error of the user's, and takes bounded memory. None is run. As a
 * test it runs its seeds and what was found before, in {@code StatementFuzzTestInputs}; {@code
 * bin/fuzz} looks for more.
 */
final class StatementFuzzTest {
  private static final long MAX_ALLOCATED = 1L << 30;
  private static final long MAX_NANOS = Duration.ofSeconds(20).toNanos();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Headrace database;
  private static Session session;

  @BeforeAll
  static void open() {
    database = Headrace.inMemory();
    session = database.connect();
    session.execute(
        """
        CREATE TABLE t (a int PRIMARY KEY, b text, c numeric(10, 2), d timestamp, e double precision, f boolean);
        CREATE TABLE u (a int, b bigint, g date, h uuid, i int[], j jsonb);
        CREATE VIEW w AS SELECT a, count(*) AS n FROM u GROUP BY a;
        CREATE MATERIALIZED VIEW v AS SELECT t.a, max(u.b) AS b FROM t LEFT JOIN u ON t.a = u.a GROUP BY t.a;
        CREATE INDEX i ON t (lower(b), c DESC) WHERE a > 1;
        """);
  }

  @AfterAll
  static void close() {
    session.close();
    database.close();
  }

  static Stream<Arguments> seeds() {
    return Stream.of(
            "SELECT a, count(*) FILTER (WHERE b > 'x') FROM t GROUP BY a HAVING sum(c) > 3 ORDER BY"
                + " 1",
            "WITH x AS (SELECT 1 AS a) SELECT * FROM x LEFT JOIN t USING (a) WHERE a IN (SELECT b"
                + " FROM u)",
            "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT *"
                + " FROM r",
            "SELECT CASE WHEN f IS NOT NULL THEN c::NUMERIC(12, 1) ELSE -1.5e3 END FROM public.t AS"
                + " s",
            "SELECT 'it''s' || E'\\n"
                + "\\x41' || $$dollar$$ || U&'\\0041' AS \"quoted \"\"name\"\"\", $1 + a FROM t",
            "SELECT i[1], INTERVAL '1 day' * 2, d AT TIME ZONE 'UTC', j -> 'k' ->> 0 FROM t, u",
            "SELECT rank() OVER (PARTITION BY a ORDER BY c DESC ROWS BETWEEN 1 PRECEDING AND"
                + " CURRENT ROW) FROM t",
            "SELECT * FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) OR c NOT IN (1, 2,"
                + " NULL)",
            "SELECT a FROM t UNION ALL SELECT a FROM w EXCEPT SELECT b FROM v INTERSECT VALUES (1),"
                + " (2)",
            "SELECT * FROM generate_series(1, 10) AS g (n), LATERAL (SELECT n * 2) AS l (m) LIMIT 5"
                + " OFFSET 1",
            "SELECT GROUPING(a, b), sum(e) FROM t GROUP BY GROUPING SETS ((a, b), CUBE (a), ROLLUP"
                + " (b))",
            "SELECT extract(epoch FROM d), substring(b FROM 1 FOR 2), position('x' IN b), trim(both"
                + " ' ' FROM b) FROM t",
            "INSERT INTO t (a, b) VALUES (1, DEFAULT), (2, NULL) ON CONFLICT (a) DO UPDATE SET b ="
                + " excluded.b RETURNING *",
            "UPDATE t SET c = t.c + u.b FROM u WHERE t.a = u.a AND b LIKE 'x%' RETURNING t.*",
            "DELETE FROM t USING u WHERE t.a = u.a",
            "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN"
                + " INSERT (a) VALUES (u.a)",
            "CREATE TABLE x (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x', CHECK (a > 0))",
            "CREATE MATERIALIZED VIEW x AS SELECT * FROM t /* a /* nested */ comment */ -- end",
            "CREATE UNIQUE INDEX x ON t (lower(b), a DESC NULLS LAST) WHERE a > 1",
            "ALTER TABLE t ADD COLUMN x INTEGER, ALTER COLUMN b TYPE varchar(10) USING b || 'x'",
            "EXPLAIN (ANALYZE, CIRCUIT) SELECT 1",
            "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER true, NULL '', QUOTE '''')",
            "SET statement_timeout = '5s'")
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @Timeout(60) // of one input, also under libFuzzer
  @FuzzTest(maxDuration = "10m")
  void aStatementIsPreparedOrRefused(@NotNull String sql) {
    long start = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      session.prepare(sql);
    } catch (SqlException e) {
      if (e.code().category() == ErrorCode.Category.INTERNAL) {
        throw e;
      }
    }
    // the classes that it loads and their instrumentation are in this, too
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
        .as(sql)
        .isLessThan(MAX_ALLOCATED);
    assertThat(THREADS.getCurrentThreadCpuTime() - start).as(sql).isLessThan(MAX_NANOS);
  }
}
