package dev.headrace.bench.statements;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Runs the list in one engine, and prints a line per statement: engine, mode, rows, statement and
 * median microseconds, separated by tabs.
 *
 * <p>Arguments: {@code headrace}, {@code headrace_api}, {@code h2}, {@code sqlite}, {@code duckdb},
 * {@code hsqldb} or {@code derby}; {@code memory} or a directory to make one in; the number of
 * rows; and which part of the list: {@code all}, {@code analytic}, or part of the name of a
 * statement.
 */
final class StatementBenchmark {
  private final Client client;
  private final Engine engine;
  private final int rows;
  private final Meter meter;

  StatementBenchmark(Client client, Engine engine, int rows, Meter meter) {
    this.client = client;
    this.engine = engine;
    this.rows = rows;
    this.meter = meter;
  }

  /** The queries that a database for analyses is made for. */
  void analytic() throws SQLException {
    new Data(client, engine, rows).create();
    new Reads(client, engine, rows, meter).analytic();
  }

  void all() throws SQLException {
    Data data = new Data(client, engine, rows);
    data.create();
    Reads reads = new Reads(client, engine, rows, meter);
    reads.shortOnes();
    reads.analytic();
    reads.indexed();
    reads.repeated();
    data.createChanged();
    Changes changes = new Changes(client, data, rows, meter);
    changes.inserts();
    changes.updates();
    changes.deletes();
    changes.definitions();
  }

  public static void main(String[] arguments) throws Exception {
    Engine engine = Engine.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    boolean memory = arguments[1].equals("memory");
    int rows = Integer.parseInt(arguments[2]);
    String part = arguments[3];
    boolean whole = part.equals("all") || part.equals("analytic");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BiConsumer<String, String> print =
        (name, micros) ->
            out.printf(
                "%s\t%s\t%d\t%s\t%s%n",
                engine.title(), memory ? "memory" : "files", rows, name, micros);
    Meter meter =
        new Meter(
            Integer.getInteger("bench.warm", 400),
            Integer.getInteger("bench.measured", 400),
            whole ? "" : part,
            print);
    try (Client client =
        memory
            ? engine.inMemory()
            : engine.in(Files.createTempDirectory(Path.of(arguments[1]), "statements"))) {
      StatementBenchmark benchmark = new StatementBenchmark(client, engine, rows, meter);
      if (part.equals("analytic")) {
        benchmark.analytic();
      } else {
        benchmark.all();
      }
    }
    System.err.println(engine.title() + " is done, " + Meter.used());
  }
}
