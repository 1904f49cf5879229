package dev.headrace.codegen;

import com.sun.management.ThreadMXBean;
import dev.headrace.codegen.generate.UnitCompiler;
import dev.headrace.codegen.generate.UnitLoader;
import dev.headrace.codegen.interpret.InterpretedUnits;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Prints what compiled units cost. A program, not a test: figures depend on the machine. */
final class Measure {
  private static final int ROWS = 65_536;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final UnitContext CONTEXT = UnitContext.of(RowErrors.FAIL);

  private Measure() {}

  public static void main(String[] arguments) throws Exception {
    UnitSpec spec = Trades.pipeline(List.of(5));
    EmitUnit compiled = (EmitUnit) UnitLoader.load(UnitCompiler.compile(spec)).apply(CONTEXT);
    EmitUnit interpreted = (EmitUnit) InterpretedUnits.instance(spec, CONTEXT);
    EmitUnit byHand = new HandWritten();
    Batch input = Trades.random(ROWS, 1);
    Batch[] outputs = {new Batch(), new Batch(), new Batch(), new Batch()};
    check(byHand, compiled, input);
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    EmitUnit[] units = {byHand, compiled, interpreted};
    for (int round = 0; round < 25; round++) {
      for (int i = 0; i < units.length; i++) {
        int repeat = i == 2 ? 2 : 40;
        best[i] = Math.min(best[i], nanosPerRow(units[i], input, outputs, repeat));
      }
    }
    System.out.printf(
        "by hand %.2f ns, compiled %.2f ns (%.2fx), interpreted %.1f ns a row%n",
        best[0], best[1], best[1] / best[0], best[2]);
    System.out.printf(
        "allocated by compiled code: %.4f bytes a row%n", allocated(compiled, input, outputs));
    compileTimes();
    freshUnits(input, outputs);
  }

  private static void check(EmitUnit byHand, EmitUnit compiled, Batch input) {
    Batch[] left = {new Batch(), new Batch(), new Batch()};
    Batch[] right = {new Batch(), new Batch(), new Batch()};
    byHand.run(input.bytes(), 0, input.end(), left);
    compiled.run(input.bytes(), 0, input.end(), right);
    for (int i = 0; i < left.length; i++) {
      if (!Arrays.equals(Trades.bytes(left[i]), Trades.bytes(right[i]))) {
        throw new IllegalStateException("the units differ");
      }
    }
  }

  private static void run(EmitUnit unit, Batch input, Batch[] outputs) {
    for (Batch output : outputs) {
      output.clear();
    }
    unit.run(input.bytes(), 0, input.end(), outputs);
  }

  private static double nanosPerRow(EmitUnit unit, Batch input, Batch[] outputs, int repeat) {
    // of the thread alone, so that a busy machine disturbs less
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < repeat; i++) {
      run(unit, input, outputs);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / ((double) repeat * input.rows());
  }

  private static double allocated(EmitUnit unit, Batch input, Batch[] outputs) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      run(unit, input, outputs);
    }
    long after = THREADS.getCurrentThreadAllocatedBytes();
    return (after - before) / (100.0 * input.rows());
  }

  private static void compileTimes() throws Exception {
    double[] micros = new double[3_000];
    for (int i = 0; i < micros.length; i++) {
      UnitSpec spec = Trades.pipeline(List.of(i % 6));
      long start = System.nanoTime();
      Object unit = UnitLoader.load(UnitCompiler.compile(spec)).apply(CONTEXT);
      micros[i] = (System.nanoTime() - start) / 1e3;
      if (!(unit instanceof EmitUnit)) {
        throw new IllegalStateException("not an EmitUnit");
      }
    }
    System.out.printf("first compilations after one: %.0f, %.0f us%n", micros[0], micros[1]);
    double[] warm = Arrays.copyOfRange(micros, 1_000, micros.length);
    Arrays.sort(warm);
    System.out.printf(
        "compilation, warm: median %.0f us, p99 %.0f us%n",
        warm[warm.length / 2], warm[warm.length * 99 / 100]);
  }

  /** When does compiling pay? Total time of a new unit for that many rows. */
  private static void freshUnits(Batch input, Batch[] outputs) throws Exception {
    for (int rows : new int[] {100, 1_000, 5_000, 10_000, 20_000, 40_000, ROWS}) {
      int end = 0;
      for (int i = 0; i < rows; i++) {
        end = input.next(end);
      }
      double[] compiled = new double[30];
      double[] interpreted = new double[30];
      for (int i = 0; i < compiled.length; i++) {
        UnitSpec spec = Trades.pipeline(List.of(i % 6));
        long start = System.nanoTime();
        EmitUnit unit = (EmitUnit) UnitLoader.load(UnitCompiler.compile(spec)).apply(CONTEXT);
        fresh(unit, input, end, outputs);
        long middle = System.nanoTime();
        fresh((EmitUnit) InterpretedUnits.instance(spec, CONTEXT), input, end, outputs);
        compiled[i] = (middle - start) / 1e3;
        interpreted[i] = (System.nanoTime() - middle) / 1e3;
      }
      Arrays.sort(compiled);
      Arrays.sort(interpreted);
      System.out.printf(
          "%d rows, new unit: compiled %.0f us, interpreted %.0f us%n",
          rows, compiled[compiled.length / 2], interpreted[interpreted.length / 2]);
    }
  }

  private static void fresh(EmitUnit unit, Batch input, int end, Batch[] outputs) {
    for (Batch output : outputs) {
      output.clear();
    }
    unit.run(input.bytes(), 0, end, outputs);
  }
}
