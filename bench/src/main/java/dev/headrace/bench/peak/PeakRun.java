package dev.headrace.bench.peak;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.CompiledProgram;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.runtime.connector.Connector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a program and prints every 20 ms how long the JVM has been there, in milliseconds, and how
 * many rows have come in.
 *
 * <p>Arguments: a file, SQL or a jar that is on the class path; for SQL, a directory for its units
 * if they are to be kept.
 */
final class PeakRun {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private PeakRun() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments[0]);
    Options options = Options.defaults();
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    if (file.toString().endsWith(".jar")) {
      CompiledProgram program = CompiledProgram.open(file, PeakRun.class.getClassLoader());
      try (Headrace database = Headrace.inMemory(options.withProgram(program));
          Session session = database.connect()) {
        session.execute(program);
        sample(database);
      }
    } else {
      Path units = arguments.length > 1 ? Path.of(arguments[1]) : null;
      try (Headrace database = Headrace.inMemory(options.withUnitStore(units));
          Session session = database.connect()) {
        session.execute(Files.readString(file));
        sample(database);
      }
    }
  }

  private static void sample(Headrace database) throws InterruptedException {
    StringBuilder samples = new StringBuilder();
    boolean ended;
    do {
      ended = database.awaitInputs(INTERVAL);
      long age = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      long rows = database.inputs().getFirst().rows();
      samples.append(age).append(' ').append(rows).append('\n');
    } while (!ended);
    System.out.print(samples);
    System.out.println("compiled " + database.statistics().compiledUnits());
  }
}
