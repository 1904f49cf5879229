package dev.headrace.bench.peak;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.CompiledProgram;
import dev.headrace.engine.Options;
import dev.headrace.runtime.connector.Connector;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the start of a JVM until a program is as fast as it gets: from its text, from its text with
 * its units in a store, from its jar, and from its jar with an AOT cache.
 *
 * <p>Arguments: rounds, rows. The class path has to be jars, because the AOT cache wants them.
 */
final class PeakBenchmark {
  private static final double NEAR = 0.9;
  private static final long WINDOW_MILLIS = 200;

  /** How a program is started. */
  private enum Mode {
    TEXT,
    TEXT_WITH_UNITS,
    JAR,
    JAR_WITH_CACHE
  }

  /**
   * What came of a run.
   *
   * @param firstMillis until the first rows were in
   * @param nearMillis until it was nearly as fast as it gets
   * @param peak rows per second in the second half of the rows
   * @param endMillis until all rows were in
   */
  private record Run(long firstMillis, long nearMillis, double peak, long endMillis) {}

  private final Path directory;
  private final long rows;

  private PeakBenchmark(Path directory, long rows) {
    this.directory = directory;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(arguments[0]);
    long rows = Long.parseLong(arguments[1]);
    new PeakBenchmark(Files.createTempDirectory("headrace-peak"), rows).run(rounds);
  }

  private void run(int rounds) throws IOException, InterruptedException {
    Options options = Options.defaults();
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    Files.writeString(sql(), PeakProgram.text(rows));
    CompiledProgram.build("peak.sql", PeakProgram.text(rows), options, jar());
    start(List.of("-XX:AOTCacheOutput=" + cache()), jar());
    start(List.of(), sql(), units());
    List<List<Run>> runs = new ArrayList<>();
    for (Mode _ : Mode.values()) {
      runs.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int mode = 0; mode < Mode.values().length; mode++) {
        runs.get(mode).add(run(Mode.values()[mode]));
      }
    }
    for (int mode = 0; mode < Mode.values().length; mode++) {
      print(Mode.values()[mode], runs.get(mode));
    }
  }

  private Path sql() {
    return directory.resolve("peak.sql");
  }

  private Path jar() {
    return directory.resolve("peak.jar");
  }

  private Path cache() {
    return directory.resolve("peak.aot");
  }

  private Path units() {
    return directory.resolve("units");
  }

  private Run run(Mode mode) throws IOException, InterruptedException {
    return switch (mode) {
      case TEXT -> run(start(List.of(), sql()));
      case TEXT_WITH_UNITS -> run(start(List.of(), sql(), units()));
      case JAR -> run(start(List.of(), jar()));
      // fails where the cache does not fit
      case JAR_WITH_CACHE ->
          run(start(List.of("-XX:AOTCache=" + cache(), "-XX:AOTMode=on"), jar()));
    };
  }

  private static Run run(List<String> lines) {
    List<long[]> samples = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("\\d+ \\d+")) {
        samples.add(Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray());
      }
    }
    long[] end = samples.getLast();
    long[] half = samples.stream().filter(s -> s[1] >= end[1] / 2).findFirst().orElseThrow();
    double peak = 1e3 * (end[1] - half[1]) / Math.max(1, end[0] - half[0]);
    long first = samples.stream().filter(s -> s[1] > 0).findFirst().orElseThrow()[0];
    for (int from = 0; from < samples.size(); from++) {
      for (int to = from + 1; to < samples.size(); to++) {
        long millis = samples.get(to)[0] - samples.get(from)[0];
        if (millis >= WINDOW_MILLIS) {
          double speed = 1e3 * (samples.get(to)[1] - samples.get(from)[1]) / millis;
          if (speed >= NEAR * peak) {
            return new Run(first, samples.get(from)[0], peak, end[0]);
          }
          break;
        }
      }
    }
    return new Run(first, half[0], peak, end[0]);
  }

  private static void print(Mode mode, List<Run> runs) {
    System.out.printf(
        "%-15s first rows %5.0f ms, at %.0f%% of the peak %5.0f ms, all rows %6.0f ms, peak %,.0f"
            + " rows/s%n",
        mode,
        median(runs.stream().mapToDouble(Run::firstMillis).toArray()),
        100 * NEAR,
        median(runs.stream().mapToDouble(Run::nearMillis).toArray()),
        median(runs.stream().mapToDouble(Run::endMillis).toArray()),
        median(runs.stream().mapToDouble(Run::peak).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private List<String> start(List<String> options, Path... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + jar());
    command.add(PeakRun.class.getName());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said.lines().toList();
  }
}
