package dev.headrace.bench;

import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.Units;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From a pipeline's specification to an instance of its class: hash, generate, define, construct.
 * All units are different, so none comes from a cache. Beside it, compilers of Java on source that
 * does the same.
 */
final class CompileBenchmark {
  private static final int DISTINCT = 1_000;
  private static final int ROUNDS = 5;
  private static final UnitContext CONTEXT = UnitContext.of(RowErrors.FAIL);

  private CompileBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.printf("first in this JVM: %.1f ms%n", one(Units.isolated(), 0.5) / 1e3);
    double[] cold = thousand(1);
    for (int i = 0; i < ROUNDS; i++) {
      thousand(1);
    }
    double[] micros = new double[2 * DISTINCT];
    Units units = Units.isolated();
    for (int i = 0; i < micros.length; i++) {
      micros[i] = one(units, i);
    }
    System.out.printf(
        "one, warm: median %.0f us, p99 %.0f us%n",
        Figures.median(micros), Figures.quantile(micros, 0.99));
    System.out.printf("1,000 distinct, first time, 1 thread: %.0f ms%n", cold[0]);
    for (int threads = 1; threads <= 2; threads++) {
      double[] wall = new double[ROUNDS];
      double[] processor = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double[] times = thousand(threads);
        wall[round] = times[0];
        processor[round] = times[1];
      }
      System.out.printf(
          "1,000 distinct, warm, %d thread(s): median %.0f ms, best %.0f ms;"
              + " %.0f ms of processor%n",
          threads, Figures.median(wall), Figures.quantile(wall, 0), Figures.median(processor));
    }
    compareWith("Janino", TradesSource::janino);
    compareWith("javac", TradesSource::javac);
  }

  /** A compiler of Java source, for the trades above some price. */
  private interface SourceCompiler {
    EmitUnit compile(double price) throws Exception;
  }

  private static void compareWith(String name, SourceCompiler compiler) throws Exception {
    requireSameRows(name, compiler.compile(50));
    double[] micros = new double[2 * DISTINCT];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < micros.length; i++) {
        long start = System.nanoTime();
        compiler.compile(i);
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    System.out.printf(
        "%s on equivalent source, warm: median %.0f us, p99 %.0f us%n",
        name, Figures.median(micros), Figures.quantile(micros, 0.99));
  }

  private static void requireSameRows(String name, EmitUnit unit) {
    Batch trades = Trades.random(1_000, false, 1);
    EmitUnit own = Units.isolated().prepare(Trades.pipeline(50), UnitMode.ALWAYS).emitUnit(CONTEXT);
    if (!Arrays.equals(output(own, trades), output(unit, trades))) {
      throw new IllegalStateException(name + " gives other rows");
    }
  }

  private static byte[] output(EmitUnit unit, Batch trades) {
    Batch output = new Batch();
    unit.run(trades.bytes(), 0, trades.end(), new Batch[] {output});
    return Trades.bytes(output);
  }

  private static double one(Units units, double price) {
    UnitSpec spec = Trades.pipeline(price);
    long start = System.nanoTime();
    units.prepare(spec, UnitMode.ALWAYS).emitUnit(CONTEXT);
    return (System.nanoTime() - start) / 1e3;
  }

  /** Milliseconds for a thousand units: on the clock, and of all processors. */
  private static double[] thousand(int threads) throws Exception {
    Units units = Units.isolated();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      double processor = Figures.processorSeconds();
      long start = System.nanoTime();
      List<Future<?>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        parts.add(
            executor.submit(
                () -> {
                  for (int i = first; i < DISTINCT; i += threads) {
                    one(units, i);
                  }
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
      double wall = 1e3 * Figures.secondsSince(start);
      if (units.compilations() != DISTINCT) {
        throw new IllegalStateException("units were shared: " + units.compilations());
      }
      return new double[] {wall, 1e3 * (Figures.processorSeconds() - processor)};
    }
  }
}
