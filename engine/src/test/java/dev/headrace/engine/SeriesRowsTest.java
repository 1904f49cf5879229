package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series are work that compiled code pays for, as rows of tables are. */
final class SeriesRowsTest extends DatabaseTestBase {
  private String pipelines(String query) {
    return rows("EXPLAIN ANALYZE " + query).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("compiled") || line.startsWith("interpreted"))
        .map(line -> line.replaceFirst(", unit .*", ""))
        .distinct()
        .sorted()
        .toList()
        .toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sum(n) FROM generate_series(1, 200000) AS s (n) WHERE n % 3 = 0",
        "SELECT sum(n) FROM generate_series(200000, 1, -1) AS s (n) WHERE n % 3 = 0",
        "SELECT sum(n) FROM generate_series(0, 10000000000, 100000) AS s (n) WHERE n % 3 = 0",
        "SELECT count(*) FROM generate_series(1, 1 + 99999 * 2) AS s (n) WHERE n % 3 = 0",
        "SELECT count(*) FROM (SELECT generate_series(1, 150000) AS n) AS s WHERE n % 3 = 0"
      })
  void longOnesAreCompiled(String query) {
    assertThat(pipelines(query)).isEqualTo("[compiled]");
  }

  @Test
  void shortOnesAreInterpreted() {
    assertThat(pipelines("SELECT sum(n) FROM generate_series(1, 10) AS s (n) WHERE n % 3 = 0"))
        .isEqualTo("[interpreted: only 10 records are expected]");
    assertThat(pipelines("SELECT sum(n) FROM generate_series(10, 1) AS s (n) WHERE n % 3 = 0"))
        .isEqualTo("[interpreted: only 0 records are expected]");
    assertThat(pipelines("SELECT sum(n) FROM generate_series(1, NULL) AS s (n) WHERE n % 3 = 0"))
        .isEqualTo("[interpreted: only 0 records are expected]");
  }

  @Test
  void whatCannotBeComputedIsTheRunsToRefuse() {
    assertThat(error("SELECT * FROM generate_series(1, 10, 0)"))
        .isEqualTo("22023 step size cannot equal zero");
    assertThat(error("SELECT * FROM generate_series(1, 10 / 0)"))
        .isEqualTo("22012 division by zero");
    run("CREATE SEQUENCE q");
    assertThat(rows("SELECT count(*) FROM generate_series(1, nextval('q'))")).containsExactly("1");
    assertThat(rows("SELECT nextval('q')")).as("it was called once").containsExactly("2");
  }
}
