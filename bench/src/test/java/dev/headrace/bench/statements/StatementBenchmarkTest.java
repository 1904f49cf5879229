package dev.headrace.bench.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list runs: each of its statements gives the rows that it should, and has a figure. */
final class StatementBenchmarkTest {
  private static final int ROWS = 60;
  private static final int STATEMENTS = 33;

  @TempDir private Path directory;

  private static Map<String, String> figures(Engine engine, Client client) throws SQLException {
    Map<String, String> figures = new LinkedHashMap<>();
    new StatementBenchmark(client, engine, ROWS, new Meter(0, 0, "", figures::put)).all();
    return figures;
  }

  @ParameterizedTest
  @EnumSource(names = {"HEADRACE", "HEADRACE_API", "H2"})
  void runsInMemory(Engine engine) throws SQLException {
    try (Client client = engine.inMemory()) {
      assertThat(figures(engine, client))
          .hasSize(STATEMENTS)
          .allSatisfy((_, micros) -> assertThat(Double.parseDouble(micros)).isPositive());
    }
  }

  @Test
  void runsWithFiles() throws SQLException {
    try (Client client = Engine.HEADRACE.in(directory)) {
      assertThat(figures(Engine.HEADRACE, client))
          .hasSize(STATEMENTS)
          .allSatisfy((_, micros) -> assertThat(Double.parseDouble(micros)).isPositive());
    }
  }
}
