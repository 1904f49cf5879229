package dev.headrace.bench.program;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import java.nio.file.Files;
import java.nio.file.Path;

final class ProgramBenchmark {
  public static void main(String[] arguments) throws Exception {
    int lines = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    String text = ProgramGenerator.generate(42, lines);
    Files.writeString(Path.of("/tmp/units/program-" + lines + ".sql"), text);
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      long cpu = cpu();
      try (Headrace db = Headrace.inMemory(Options.defaults())) {
        db.execute(text);
        int ops = 0; for (String v : db.materializedViews()) { }
        System.out.printf("%d lines: %.0f ms wall, %.0f ms cpu, views %d, units %d compiled %d in %.0f ms%n", lines,
            (System.nanoTime() - start) / 1e6, (cpu() - cpu) / 1e6, db.materializedViews().size(), db.statistics().units().size(), db.statistics().compiledUnits(), db.statistics().compileNanos() / 1e6);
      }
    }
  }
  static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }
}
