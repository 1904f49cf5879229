package dev.headrace.bench.statements;

import static java.util.stream.Collectors.joining;

import dev.headrace.bench.Figures;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Puts what runs of {@link StatementBenchmark} printed into Markdown tables, one for each mode and
 * number of rows: the median over the runs for each engine, and the ratios of Headrace by JDBC to
 * the faster of H2 and SQLite and to DuckDB. H2 is not compared with where it has files, because it
 * does not wait for the disk.
 *
 * <p>Arguments: files with the lines of one or more runs.
 */
final class StatementReport {
  private static final Engine OURS = Engine.HEADRACE;

  /** A table: by statement, by engine, the figures of all runs. */
  private final Map<String, Map<String, List<String>>> figures = new LinkedHashMap<>();

  private final boolean files;

  private StatementReport(boolean files) {
    this.files = files;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, StatementReport> tables = new LinkedHashMap<>();
    for (String file : arguments) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] parts = line.split("\t", 5);
        String title = "%s, %,d rows".formatted(parts[1], Integer.parseInt(parts[2]));
        tables
            .computeIfAbsent(title, _ -> new StatementReport(parts[1].equals("files")))
            .add(parts[0], parts[3], parts[4]);
      }
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    tables.forEach((title, table) -> out.printf("### %s%n%n%s%n", title, table.markdown()));
  }

  private void add(String engine, String statement, String figure) {
    figures
        .computeIfAbsent(statement, _ -> new LinkedHashMap<>())
        .computeIfAbsent(engine, _ -> new ArrayList<>())
        .add(figure);
  }

  private String markdown() {
    List<Engine> engines =
        Arrays.stream(Engine.values())
            .filter(e -> figures.values().stream().anyMatch(row -> row.containsKey(e.title())))
            .toList();
    String rival = files ? "to SQLite" : "to the best of H2 and SQLite";
    StringBuilder table = new StringBuilder();
    table.append(
        "| us | %s | %s | to DuckDB |%n"
            .formatted(engines.stream().map(Engine::title).collect(joining(" | ")), rival));
    table.append("| --- |").append(" --: |".repeat(engines.size() + 2)).append('\n');
    figures.forEach((statement, _) -> table.append(line(statement, engines)));
    return table.toString();
  }

  private String line(String statement, List<Engine> engines) {
    String cells = engines.stream().map(e -> number(median(statement, e))).collect(joining(" | "));
    OptionalDouble rival = median(statement, Engine.SQLITE);
    OptionalDouble h2 = median(statement, Engine.H2);
    if (!files && h2.isPresent()) {
      rival = OptionalDouble.of(Math.min(h2.getAsDouble(), rival.orElse(Double.MAX_VALUE)));
    }
    return "| %s | %s | %s | %s |%n"
        .formatted(
            statement,
            cells,
            ratio(statement, rival, 1),
            ratio(statement, median(statement, Engine.DUCKDB), 2));
  }

  private OptionalDouble median(String statement, Engine engine) {
    double[] runs =
        figures.getOrDefault(statement, Map.of()).getOrDefault(engine.title(), List.of()).stream()
            .filter(figure -> !figure.startsWith("-"))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return runs.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Figures.median(runs));
  }

  private static String number(OptionalDouble value) {
    if (value.isEmpty()) {
      return "-";
    }
    double micros = value.getAsDouble();
    return (micros < 20 ? "%,.1f" : "%,.0f").formatted(micros);
  }

  /** How many times as long ours took, in bold if that is more than it should be. */
  private String ratio(String statement, OptionalDouble theirs, double most) {
    OptionalDouble ours = median(statement, OURS);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return "-";
    }
    double ratio = ours.getAsDouble() / theirs.getAsDouble();
    return (ratio > most ? "**%.2f**" : "%.2f").formatted(ratio);
  }
}
