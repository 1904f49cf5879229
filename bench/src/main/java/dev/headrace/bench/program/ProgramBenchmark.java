package dev.headrace.bench.program;

import com.sun.management.OperatingSystemMXBean;
import dev.headrace.codegen.Compilation;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.QueryResult;
import dev.headrace.engine.database.ViewPhase;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * From a program's text to its views over empty tables, several times in one JVM: the first round
 * is cold.
 *
 * <p>Arguments: lines and rounds, then any of {@code --write=FILE}, which keeps the program, {@code
 * --store=DIRECTORY}, where compiled units are kept, and {@code --phases}, which tells where the
 * time goes, and takes some.
 */
final class ProgramBenchmark {
  private static final long SEED = 42;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int lines;
  private final String text;
  private final @Nullable Path store;
  private final boolean phases;

  private ProgramBenchmark(int lines, @Nullable Path store, boolean phases) {
    this.lines = lines;
    this.text = ProgramGenerator.generate(SEED, lines);
    this.store = store;
    this.phases = phases;
  }

  public static void main(String[] arguments) throws Exception {
    String directory = option("--store=", arguments);
    ProgramBenchmark benchmark =
        new ProgramBenchmark(
            Integer.parseInt(arguments[0]),
            directory == null ? null : Path.of(directory),
            option("--phases", arguments) != null);
    String file = option("--write=", arguments);
    if (file != null) {
      Files.writeString(Path.of(file), benchmark.text);
    }
    System.out.println(
        "| lines | views | operators | units | running ms | compiled ms | processor ms |"
            + " generate ms | define ms | generated | loaded | reused |");
    System.out.println("| --- ".repeat(12) + "|");
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      benchmark.round();
    }
  }

  private static @Nullable String option(String prefix, String[] arguments) {
    for (String argument : arguments) {
      if (argument.startsWith(prefix)) {
        return argument.substring(prefix.length());
      }
    }
    return null;
  }

  private void round() throws Exception {
    if (!phases) {
      measure();
      return;
    }
    Path file = Files.createTempFile("program", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(ViewPhase.NAME).withoutThreshold();
      recording.start();
      measure();
      recording.stop();
      recording.dump(file);
      tellPhases(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void tellPhases(Path file) throws Exception {
    Map<String, Double> millis = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      double duration = event.getDuration().toNanos() / NANOS_PER_MILLI;
      millis.merge(event.getString("phase"), duration, Double::sum);
    }
    StringBuilder line = new StringBuilder("  thread ms:");
    for (ViewPhase.Phase phase : ViewPhase.Phase.values()) {
      line.append(" %s %.0f".formatted(phase, millis.getOrDefault(phase.name(), 0.0)));
    }
    System.out.println(line);
  }

  private void measure() throws Exception {
    double processor = processorMillis();
    long start = System.nanoTime();
    try (Headrace database = Headrace.inMemory(Options.defaults().withUnitStore(store))) {
      database.execute(text);
      double running = millisSince(start);
      database.compilations().await();
      double compiled = millisSince(start);
      double used = processorMillis() - processor;
      Map<Compilation.State, Integer> states = new TreeMap<>();
      long generate = 0;
      long define = 0;
      for (Compilation each : database.compilations().latest()) {
        states.merge(each.state(), 1, Integer::sum);
        generate += each.generateNanos();
        define += each.defineNanos();
      }
      System.out.printf(
          "| %,d | %,d | %,d | %,d | %.0f | %.0f | %.0f | %.0f | %.0f | %,d | %,d | %,d |%n",
          lines,
          database.materializedViews().size(),
          operators(database),
          database.compilations().progress().requested(),
          running,
          compiled,
          used,
          generate / NANOS_PER_MILLI,
          define / NANOS_PER_MILLI,
          states.getOrDefault(Compilation.State.COMPILED, 0),
          states.getOrDefault(Compilation.State.LOADED, 0),
          states.getOrDefault(Compilation.State.REUSED, 0));
    }
  }

  /** The circuits' nodes that have units, each counted once: their numbers are the circuit's. */
  private static long operators(Headrace database) {
    Set<String> numbers = new HashSet<>();
    for (String view : database.materializedViews()) {
      QueryResult plan = database.query("EXPLAIN MATERIALIZED VIEW " + view);
      boolean circuit = false;
      for (var row : plan.rows()) {
        String line = String.valueOf(row.getFirst()).strip();
        circuit |= line.equals("Circuit:");
        if (circuit && line.matches("\\d+: (?!Scan ).*") && line.contains("<-")) {
          numbers.add(line.substring(0, line.indexOf(':')));
        }
      }
    }
    return numbers.size();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  private static double processorMillis() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / NANOS_PER_MILLI;
  }
}
