package dev.headrace.bench;

import com.sun.management.ThreadMXBean;
import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.Units;
import dev.headrace.codegen.spec.UnitSpec;
import dev.headrace.model.Batch;
import dev.headrace.runtime.unit.EmitUnit;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One pipeline, filter, five columns and a key's hash over rows of ten columns: by hand, compiled,
 * and interpreted in two ways.
 *
 * <p>All run in turns in one JVM, on as many different rows as the branch predictor cannot learn by
 * heart. Time is that of the thread on a processor, so that other processes disturb little.
 */
final class HotPathBenchmark {
  private static final int ROWS = 65_536;
  private static final int ROUNDS = 25;
  private static final int OTHERS = 5;
  private static final int WARM_UP = 8;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HotPathBenchmark() {}

  public static void main(String[] arguments) {
    UnitSpec spec = Trades.pipeline();
    UnitContext context = UnitContext.of(RowErrors.FAIL);
    Units units = Units.isolated();
    Map<String, EmitUnit> variants = new LinkedHashMap<>();
    variants.put("by hand", new HandWrittenTrades());
    variants.put("compiled", units.prepare(spec, UnitMode.ALWAYS).emitUnit(context));
    variants.put("primitive interpreter", new PrimitiveTrades(spec));
    variants.put("boxed interpreter", units.prepare(spec, UnitMode.OFF).emitUnit(context));
    Batch half = Trades.random(ROWS, false, 1);
    Batch all = Trades.random(ROWS, true, 2);
    check(variants, half);
    check(variants, all);
    measure("50% pass, no other query in the JVM", variants, half);
    // a server interprets many trees: then its nodes' calls have many targets
    for (UnitSpec other : Trades.others()) {
      Map<String, EmitUnit> more = new LinkedHashMap<>();
      more.put("primitive", new PrimitiveTrades(other));
      more.put("boxed", units.prepare(other, UnitMode.OFF).emitUnit(context));
      check(more, half);
      Batch[] outputs = outputs();
      for (int i = 0; i < OTHERS; i++) {
        more.values().forEach(unit -> run(unit, half, outputs));
      }
    }
    measure("50% pass", variants, half);
    measure("100% pass", variants, all);
  }

  /** All variants must put out the same bytes. */
  private static void check(Map<String, EmitUnit> variants, Batch input) {
    byte[][] expected = null;
    for (Map.Entry<String, EmitUnit> variant : variants.entrySet()) {
      Batch[] outputs = outputs();
      run(variant.getValue(), input, outputs);
      byte[][] actual = Arrays.stream(outputs).map(Trades::bytes).toArray(byte[][]::new);
      if (expected != null && !Arrays.deepEquals(expected, actual)) {
        throw new IllegalStateException(variant.getKey() + " differs");
      }
      expected = actual;
    }
  }

  private static Batch[] outputs() {
    return new Batch[] {new Batch(), new Batch(), new Batch(), new Batch()};
  }

  private static void run(EmitUnit unit, Batch input, Batch[] outputs) {
    for (Batch output : outputs) {
      output.clear();
    }
    unit.run(input.bytes(), 0, input.end(), outputs);
  }

  private static void measure(String title, Map<String, EmitUnit> variants, Batch input) {
    Batch[] outputs = outputs();
    Map<String, double[]> nanos = new LinkedHashMap<>();
    Map<String, double[]> bytes = new LinkedHashMap<>();
    variants.keySet().forEach(name -> nanos.put(name, new double[ROUNDS - WARM_UP]));
    variants.keySet().forEach(name -> bytes.put(name, new double[ROUNDS - WARM_UP]));
    for (int round = -WARM_UP; round < ROUNDS - WARM_UP; round++) {
      for (Map.Entry<String, EmitUnit> variant : variants.entrySet()) {
        int repeat = variant.getKey().contains("interpreter") ? 4 : 20;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < repeat; i++) {
          run(variant.getValue(), input, outputs);
        }
        long end = THREADS.getCurrentThreadCpuTime();
        long allocatedAfter = THREADS.getCurrentThreadAllocatedBytes();
        if (round >= 0) {
          double rows = (double) repeat * input.rows();
          of(nanos, variant.getKey())[round] = (end - start) / rows;
          of(bytes, variant.getKey())[round] = (allocatedAfter - allocated) / rows;
        }
      }
    }
    report(title, nanos, bytes, outputs);
  }

  private static double[] of(Map<String, double[]> figures, String variant) {
    return Objects.requireNonNull(figures.get(variant));
  }

  private static void report(
      String title, Map<String, double[]> nanos, Map<String, double[]> bytes, Batch[] outputs) {
    int passed = Arrays.stream(outputs).mapToInt(Batch::rows).sum();
    System.out.printf("%s (%d of %d rows)%n", title, passed, ROWS);
    double compiled = Figures.median(of(nanos, "compiled"));
    for (Map.Entry<String, double[]> variant : nanos.entrySet()) {
      double median = Figures.median(variant.getValue());
      System.out.printf(
          "  %-22s median %6.1f ns/row, best %6.1f, %5.2f x compiled, %.3f B/row%n",
          variant.getKey(),
          median,
          Figures.quantile(variant.getValue(), 0),
          median / compiled,
          Figures.median(of(bytes, variant.getKey())));
    }
  }
}
