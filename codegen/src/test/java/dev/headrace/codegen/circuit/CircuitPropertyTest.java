package dev.headrace.codegen.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.Units;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.Explain;
import dev.headrace.ir.Rel;
import dev.headrace.ir.rewrite.Rewriter;
import dev.headrace.ir.testkit.RandomRel;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.ir.testkit.RelExecutor;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.circuit.Circuit;
import dev.headrace.runtime.circuit.InputOperator;
import dev.headrace.runtime.circuit.Operator;
import dev.headrace.runtime.circuit.Segments;
import dev.headrace.runtime.circuit.Workers;
import dev.headrace.runtime.state.MemoryBudget;
import dev.headrace.runtime.unit.RowErrors;
import dev.headrace.runtime.unit.UnitContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * For every query and every step: what the circuit has put out adds up to the query's answer on the
 * tables as they are now, as a bag.
 */
final class CircuitPropertyTest {
  private static final int QUERIES = Integer.getInteger("headrace.circuit.queries", 3000);
  private static final int STEPS = 6;

  @Test
  void maintainedByCompiledUnitsOfOneWorker() {
    run(UnitMode.ALWAYS, 1);
  }

  @Test
  void maintainedByCompiledUnitsOfThreeWorkers() {
    run(UnitMode.ALWAYS, 3);
  }

  @Test
  void maintainedByInterpretedUnits() {
    run(UnitMode.OFF, 2);
  }

  private static void run(UnitMode mode, int workers) {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    System.out.println("CircuitPropertyTest seed " + seed + " mode " + mode);
    int compared = 0;
    for (int query = 0; query < QUERIES; query++) {
      compared += new Case(seed + query, mode, workers).run();
    }
    // queries that fail on their data prove nothing
    assertThat(compared).isGreaterThan(QUERIES * STEPS / 2);
  }

  /** One random query over three random tables. */
  private static final class Case {
    private final long seed;
    private final Random random;
    private final RandomRows rows;
    private final List<Rel.Scan> scans = new ArrayList<>();
    private final Map<String, List<List<@Nullable Object>>> tables = new LinkedHashMap<>();
    // tables that never lose a row
    private final Set<String> streams = new HashSet<>();
    private final Map<String, InputOperator> inputs = new HashMap<>();
    private final Circuit circuit;
    private final Rel original;
    private final Rel rewritten;
    private final Operator output;
    private final Map<List<@Nullable Object>, Integer> result = new HashMap<>();
    private int errors;

    Case(long seed, UnitMode mode, int workers) {
      this.seed = seed;
      this.random = new Random(seed);
      this.rows = new RandomRows(random);
      this.circuit = new Circuit(Workers.of(workers));
      for (int i = 0; i < 3; i++) {
        String name = "t" + i;
        List<SqlType> types = new ArrayList<>();
        for (int column = random.nextInt(1, 5); column > 0; column--) {
          types.add(RandomRel.columnType(random));
        }
        scans.add(new Rel.Scan(name, name, rows.fields(types)));
        tables.put(name, new ArrayList<>());
        if (random.nextInt(3) == 0) {
          streams.add(name);
        }
        inputs.put(name, circuit.add(new InputOperator(name, workers)));
      }
      this.original = new RandomRel(random, scans).next(random.nextInt(2, 6));
      this.rewritten = Rewriter.rewrite(original);
      this.output = planner(mode).plan("test", rewritten);
    }

    private CircuitPlanner planner(UnitMode mode) {
      Units units = new Units();
      RowErrors count = (error, slab, record) -> errors++;
      AppendOnly appendOnly = new AppendOnly(streams::contains);
      return new CircuitPlanner(
          circuit,
          new PlanContext(
              PlanMode.MAINTAIN,
              spec -> units.prepare(spec, mode),
              UnitContext.of(count),
              new RowLayout(List.of()),
              MemoryBudget.unlimited(),
              scan -> inputs.get(scan.relation()),
              appendOnly::of,
              PlanContext.SharedOperators.NONE));
    }

    int run() {
      int compared = 0;
      for (int step = 0; step < STEPS; step++) {
        try {
          change();
          circuit.step();
          collect();
          compared += compare(step);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(
              "seed " + seed + ", step " + step + "\n" + Explain.explain(rewritten), e);
        }
        if (errors > 0) {
          break;
        }
      }
      return compared;
    }

    private void change() {
      for (Rel.Scan scan : scans) {
        if (random.nextInt(4) == 0) {
          continue;
        }
        Batch delta = new Batch();
        RowWriter writer = new RowWriter(RowLayout.of(scan.fields()));
        List<List<@Nullable Object>> table = tables.get(scan.relation());
        for (int i = random.nextInt(6);
            i > 0 && !table.isEmpty() && !streams.contains(scan.relation());
            i--) {
          List<@Nullable Object> gone = table.remove(random.nextInt(table.size()));
          writer.append(delta, -1, gone.toArray());
        }
        for (int i = random.nextInt(8); i > 0; i--) {
          boolean again = !table.isEmpty() && random.nextInt(4) == 0;
          List<@Nullable Object> row =
              again ? table.get(random.nextInt(table.size())) : rows.row(scan.fields());
          table.add(row);
          writer.append(delta, 1, row.toArray());
        }
        Segments segments = new Segments();
        segments.add(delta);
        inputs.get(scan.relation()).feed(segments);
      }
    }

    private void collect() {
      RowReader reader = new RowReader(RowLayout.of(rewritten.fields()));
      for (int part = 0; part < output.parts(); part++) {
        Segments delta = output.output(part);
        for (int i = 0; i < delta.size(); i++) {
          byte[] slab = delta.slab(i);
          for (int at = delta.from(i); at < delta.to(i); at += Rows.length(slab, at)) {
            result.merge(
                reader.get(slab, at),
                Rows.weight(slab, at),
                (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
          }
        }
      }
    }

    private int compare(int step) {
      List<List<@Nullable Object>> expected;
      try {
        expected = new RelExecutor(tables::get, List.of()).execute(original);
      } catch (SqlException e) {
        // the query fails on these rows; which others a circuit leaves out is its own business
        errors++;
        return 0;
      }
      assertThat(errors).as("rows that failed").isZero();
      assertThat(result).as("step %s", step).isEqualTo(RelExecutor.bag(expected));
      return 1;
    }
  }
}
