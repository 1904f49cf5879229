package dev.headrace.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB computing the example program's views once from the same files. A view that reads another
 * one reads its table, as in Headrace.
 *
 * <p>Arguments: the checkout, threads, rounds.
 */
final class DuckDbBenchmark {
  private DuckDbBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    FlightsProgram program = FlightsProgram.read(Path.of(arguments[0]));
    int threads = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    double[] processor = new double[rounds];
    double[] seconds = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double before = Figures.processorSeconds();
      seconds[round] = round(program, threads);
      processor[round] = Figures.processorSeconds() - before;
    }
    System.out.printf(
        "DuckDB, %d threads: all views once in %.2f s the first time, median %.2f s"
            + " (%,.0f flights/s), %.2f s of processor; peak %.0f MiB%n",
        threads,
        seconds[0],
        Figures.median(seconds),
        3_000_000 / Figures.median(seconds),
        Figures.median(processor),
        Figures.peakMemory());
  }

  private static double round(FlightsProgram program, int threads) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      long start = System.nanoTime();
      for (FlightsProgram.Input input : program.inputs()) {
        statement.execute(
            "CREATE VIEW %s AS FROM read_%s('%s')"
                .formatted(input.name(), input.format(), input.file()));
      }
      for (FlightsProgram.View view : program.views()) {
        statement.execute("CREATE TABLE " + view.name() + " AS " + view.query());
      }
      return Figures.secondsSince(start);
    }
  }
}
