package dev.headrace.server.program;

import dev.headrace.codegen.Units;
import dev.headrace.engine.Statistics;
import dev.headrace.server.render.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run.
 *
 * @param inputRows rows that all inputs brought
 * @param steps of the circuit
 * @param elapsed from the program's first statement until all views were complete
 * @param peakResidentBytes most memory the process has held; -1 if the system does not tell
 * @param compiledUnits units generated, and the time it took over all threads
 */
public record RunStatistics(
    long inputRows,
    long steps,
    Duration elapsed,
    long peakResidentBytes,
    Map<String, Long> rowsPerView,
    long compiledUnits,
    Duration compileTime,
    List<Units.CompiledUnit> units) {
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final double NANOS_PER_MICROSECOND = 1e3;

  /** The figures at this moment. */
  static RunStatistics now(Statistics statistics, Duration elapsed) throws IOException {
    return new RunStatistics(
        statistics.inputRows(),
        statistics.steps(),
        elapsed,
        currentPeakResidentBytes(),
        statistics.rowsPerView(),
        statistics.compiledUnits(),
        Duration.ofNanos(statistics.compileNanos()),
        statistics.units());
  }

  /** Linux keeps the peak as {@code VmHWM: 123456 kB}. */
  private static long currentPeakResidentBytes() throws IOException {
    if (!Files.isReadable(PROCESS_STATUS)) {
      return -1;
    }
    for (String line : Files.readAllLines(PROCESS_STATUS)) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return -1;
  }

  public double rowsPerSecond() {
    return inputRows / Math.max(elapsed.toNanos() / NANOS_PER_SECOND, 1e-9);
  }

  /** Writes them as JSON. */
  public void write(Path file) throws IOException {
    Files.writeString(file, toJson());
  }

  /** One JSON object. */
  public String toJson() {
    StringBuilder json = new StringBuilder("{\n");
    json.append("  \"input_rows\": ").append(inputRows);
    json.append(",\n  \"steps\": ").append(steps);
    json.append(",\n  \"seconds\": ").append(decimal(elapsed.toNanos() / NANOS_PER_SECOND));
    json.append(",\n  \"rows_per_second\": ").append(Math.round(rowsPerSecond()));
    json.append(",\n  \"peak_rss_bytes\": ")
        .append(peakResidentBytes < 0 ? "null" : Long.toString(peakResidentBytes));
    json.append(",\n  \"rows_per_view\": {");
    String separator = "\n    ";
    for (Map.Entry<String, Long> view : rowsPerView.entrySet()) {
      Json.appendString(json.append(separator), view.getKey());
      json.append(": ").append(view.getValue());
      separator = ",\n    ";
    }
    json.append("\n  },\n  \"compiled_units\": ").append(compiledUnits);
    json.append(",\n  \"compile_milliseconds\": ")
        .append(decimal(compileTime.toNanos() / NANOS_PER_MILLISECOND));
    json.append(",\n  \"units\": [");
    separator = "\n    ";
    for (Units.CompiledUnit unit : units) {
      json.append(separator).append("{\"hash\": \"").append(unit.hash());
      json.append("\", \"bytes\": ").append(unit.bytes());
      json.append(", \"compile_microseconds\": ");
      json.append(Math.round(unit.nanos() / NANOS_PER_MICROSECOND)).append("}");
      separator = ",\n    ";
    }
    json.append(units.isEmpty() ? "]" : "\n  ]");
    return json.append("\n}\n").toString();
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
