package dev.headrace.bench;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.InputStatus;
import dev.headrace.engine.Options;
import dev.headrace.runtime.connector.Connector;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The example program with all its views, from its first statement until the last flight is in the
 * last view, several times in one JVM: the first round is cold.
 *
 * <p>Arguments: the checkout, workers, rounds.
 */
final class FlightsBenchmark {
  private FlightsBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    FlightsProgram program = FlightsProgram.read(Path.of(arguments[0]));
    int workers = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    double[] rates = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      rates[round] = round(program, workers, round);
    }
    double[] warm = java.util.Arrays.copyOfRange(rates, Math.min(2, rounds - 1), rounds);
    System.out.printf(
        "Headrace, %d workers: cold %,.0f flights/s, warm median %,.0f, best %,.0f; peak %.0f MiB%n",
        workers, rates[0], Figures.median(warm), Figures.quantile(warm, 1), Figures.peakMemory());
  }

  private static double round(FlightsProgram program, int workers, int round)
      throws InterruptedException {
    Options options =
        Options.defaults().withWorkers(workers).withBaseDirectory(program.directory());
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    try (Headrace db = Headrace.inMemory(options)) {
      double processor = Figures.processorSeconds();
      long start = System.nanoTime();
      db.execute(program.text());
      double defined = Figures.secondsSince(start);
      if (!db.awaitInputs(Duration.ofMinutes(10))) {
        throw new IllegalStateException("the input did not end");
      }
      double seconds = Figures.secondsSince(start);
      processor = Figures.processorSeconds() - processor;
      long flights = flights(db);
      if (!Long.valueOf(flights).equals(db.query("SELECT flights FROM punctuality").single())) {
        throw new IllegalStateException("flights are missing in a view");
      }
      System.out.printf(
          "round %d: %,d flights, %.2f s (%.2f s for the statements), %.2f s of processor, %,.0f flights/s,"
              + " %,d steps, %d units in %.0f ms%n",
          round,
          flights,
          seconds,
          defined,
          processor,
          flights / seconds,
          db.statistics().steps(),
          db.statistics().compiledUnits(),
          db.statistics().compileNanos() / 1e6);
      return flights / seconds;
    }
  }

  private static long flights(Headrace db) {
    return db.inputs().stream()
        .filter(input -> input.name().equals("flights"))
        .mapToLong(InputStatus::rows)
        .sum();
  }
}
