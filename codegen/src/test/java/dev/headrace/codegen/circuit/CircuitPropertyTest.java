package dev.headrace.codegen.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.codegen.UnitMode;
import dev.headrace.codegen.Units;
import dev.headrace.ir.AppendOnly;
import dev.headrace.ir.Casts;
import dev.headrace.ir.Explain;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.ir.UniqueKeys;
import dev.headrace.ir.rewrite.AggregateBeforeJoin;
import dev.headrace.ir.rewrite.Rewriter;
import dev.headrace.ir.testkit.RandomRel;
import dev.headrace.ir.testkit.RandomRows;
import dev.headrace.ir.testkit.RelExecutor;
import dev.headrace.model.Batch;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Rows;
import dev.headrace.model.Slice;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * For every query and every step: what the circuit has put out adds up to the query's answer on the
 * tables as they are now, as a bag.
 */
final class CircuitPropertyTest {
  private static final int QUERIES = Integer.getInteger("headrace.circuit.queries", 500);
  private static final int STEPS = 6;

  @Test
  void maintainedByCompiledUnitsOfOneWorker() {
    run(UnitMode.ALWAYS, 1, false);
  }

  @Test
  void maintainedByCompiledUnitsOverInputsThatOnlyGrow() {
    run(UnitMode.ALWAYS, 2, true);
  }

  @Test
  void answeredOnceWithoutTakingAnythingBack() {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    System.out.println("CircuitPropertyTest seed " + seed + " once");
    int compared = 0;
    for (int query = 0; query < 4 * QUERIES; query++) {
      UnitMode mode = query % 4 == 0 ? UnitMode.ALWAYS : UnitMode.OFF;
      try (Case each = new Case(seed + query, mode, PlanMode.ONCE, 1, true)) {
        compared += each.run(1);
      }
    }
    assertThat(compared).isGreaterThan(2 * QUERIES);
  }

  @Test
  void maintainedByInterpretedUnitsOverInputsThatOnlyGrow() {
    run(UnitMode.OFF, 1, true);
  }

  @Test
  void maintainedByCompiledUnitsOfThreeWorkers() {
    run(UnitMode.ALWAYS, 3, false);
  }

  @Test
  void maintainedByInterpretedUnits() {
    run(UnitMode.OFF, 2, false);
  }

  private static void run(UnitMode mode, int workers, boolean appendOnly) {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    System.out.println("CircuitPropertyTest seed " + seed + " mode " + mode);
    int compared = 0;
    for (int query = 0; query < QUERIES; query++) {
      try (Case each = new Case(seed + query, mode, PlanMode.MAINTAIN, workers, appendOnly)) {
        compared += each.run(STEPS);
      }
    }
    // queries that fail on their data prove nothing
    assertThat(compared).isGreaterThan(QUERIES * STEPS / 2);
  }

  private static @Nullable Integer sum(Integer a, Integer b) {
    return a + b == 0 ? null : Integer.valueOf(a + b);
  }

  /** One random query over three random tables. */
  private static final class Case implements AutoCloseable {
    private final long seed;
    private final boolean onlyGrows;
    private final PlanMode purpose;
    private final Random random;
    private final RandomRows rows;
    private final List<Rel.Scan> scans = new ArrayList<>();
    private final Map<String, List<List<@Nullable Object>>> tables = new LinkedHashMap<>();
    private final Map<String, InputOperator> inputs = new HashMap<>();
    private final Workers workers;
    private final Circuit circuit;
    private final Rel original;
    private final Rel rewritten;
    private final Operator output;
    private final Map<List<@Nullable Object>, Integer> result = new HashMap<>();
    // failures by message; those that were taken back are gone
    private final Map<String, Integer> errors = new HashMap<>();

    Case(long seed, UnitMode mode, PlanMode purpose, int workers, boolean appendOnly) {
      this.purpose = purpose;
      this.seed = seed;
      this.onlyGrows = appendOnly;
      this.random = new Random(seed);
      this.rows = new RandomRows(random);
      this.workers = Workers.eager(workers);
      this.circuit = new Circuit(this.workers);
      for (int i = 0; i < 3; i++) {
        String name = "t" + i;
        List<SqlType> types = new ArrayList<>();
        for (int column = random.nextInt(1, 5); column > 0; column--) {
          types.add(RandomRel.columnType(random));
        }
        scans.add(new Rel.Scan(name, name, rows.fields(types)));
        tables.put(name, new ArrayList<>());
        inputs.put(name, circuit.add(new InputOperator(name, workers)));
      }
      this.original = inUtc(new RandomRel(random, scans).next(random.nextInt(2, 6)));
      this.rewritten = Rewriter.rewrite(maintained(Rewriter.rewrite(original)));
      this.output = planner(mode).plan("test", rewritten);
    }

    // some relations are taken to have a row per key that have not, which makes no difference
    private Rel maintained(Rel rel) {
      UniqueKeys unique = new UniqueKeys(name -> List.of());
      return AggregateBeforeJoin.apply(
          rel, (input, columns) -> unique.isUnique(input, columns) || random.nextBoolean());
    }

    // what a session does before it runs a query: its time zone becomes a value
    private static Rel inUtc(Rel rel) {
      Rel mapped = RelTransformer.mapInputs(rel, Case::inUtc);
      return RelTransformer.mapExprs(mapped, e -> ExprTransformer.transform(e, Case::inUtc));
    }

    private static Expr inUtc(Expr expr) {
      return switch (expr) {
        case Expr.Cast cast -> {
          Expr expanded = Casts.expand(cast);
          yield ExprTransformer.transform(expanded, Case::zone).equals(expanded)
              ? expr
              : ExprTransformer.transform(expanded, Case::zone);
        }
        default -> zone(expr);
      };
    }

    private static Expr zone(Expr expr) {
      return expr instanceof Expr.Call call
              && call.function().equals(ScalarFunctions.SESSION_TIME_ZONE)
          ? new Expr.Literal(Slice.of("UTC"), SqlType.TEXT)
          : expr;
    }

    private CircuitPlanner planner(UnitMode mode) {
      Units units = Units.isolated();
      RowErrors count =
          (error, slab, record, weight) -> {
            synchronized (errors) {
              errors.merge(error.message(), weight, CircuitPropertyTest::sum);
            }
          };
      AppendOnly appendOnly = new AppendOnly(name -> onlyGrows);
      return new CircuitPlanner(
          circuit,
          new PlanContext(
              purpose,
              spec -> units.prepare(spec, mode),
              () -> UnitContext.of(count),
              new RowLayout(List.of()),
              MemoryBudget.unlimited(),
              scan -> input(scan),
              rel -> purpose == PlanMode.ONCE || appendOnly.of(rel),
              PlanContext.SharedOperators.NONE));
    }

    private InputOperator input(Rel.Scan scan) {
      return Objects.requireNonNull(inputs.get(scan.relation()));
    }

    private List<List<@Nullable Object>> table(String name) {
      return Objects.requireNonNull(tables.get(name));
    }

    int run(int steps) {
      int compared = 0;
      for (int step = 0; step < steps; step++) {
        try {
          change();
          circuit.step();
          collect();
          compared += compare(step);
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError(
              "seed " + seed + ", step " + step + "\n" + Explain.explain(rewritten), e);
        }
      }
      return compared;
    }

    @Override
    public void close() {
      workers.close();
    }

    private void change() {
      for (Rel.Scan scan : scans) {
        if (random.nextInt(4) == 0) {
          continue;
        }
        Batch delta = new Batch();
        RowWriter writer = new RowWriter(RowLayout.of(scan.fields()));
        List<List<@Nullable Object>> table = table(scan.relation());
        for (int i = onlyGrows ? 0 : random.nextInt(6); i > 0 && !table.isEmpty(); i--) {
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
        input(scan).feed(segments);
      }
    }

    private void collect() {
      RowReader reader = new RowReader(RowLayout.of(rewritten.fields()));
      for (int part = 0; part < output.parts(); part++) {
        Segments delta = output.output(part);
        for (int i = 0; i < delta.size(); i++) {
          byte[] slab = delta.slab(i);
          for (int at = delta.from(i); at < delta.to(i); at += Rows.length(slab, at)) {
            result.merge(reader.get(slab, at), Rows.weight(slab, at), CircuitPropertyTest::sum);
          }
        }
      }
    }

    private int compare(int step) {
      List<List<@Nullable Object>> expected;
      try {
        expected = new RelExecutor(this::table, List.of()).execute(original);
      } catch (SqlException e) {
        // the query fails on these rows; which others a circuit leaves out is its own business
        return 0;
      }
      assertThat(errors).as("rows that failed").isEmpty();
      Map<List<@Nullable Object>, Integer> wanted = RelExecutor.bag(expected);
      if (hasWindow(original)) {
        // averages of frames can be equal and differ in their scales, and of equal values MIN and
        // MAX give any
        assertThat(byValue(result)).as("step %s", step).isEqualTo(byValue(wanted));
      } else {
        assertThat(result).as("step %s", step).isEqualTo(wanted);
      }
      return 1;
    }

    private static boolean hasWindow(Rel rel) {
      return rel instanceof Rel.Window || rel.inputs().stream().anyMatch(Case::hasWindow);
    }

    private static Map<List<@Nullable Object>, Integer> byValue(
        Map<List<@Nullable Object>, Integer> bag) {
      Map<List<@Nullable Object>, Integer> values = new HashMap<>();
      bag.forEach(
          (row, weight) -> {
            List<@Nullable Object> plain = new ArrayList<>();
            for (Object value : row) {
              plain.add(value instanceof BigDecimal n ? n.stripTrailingZeros() : value);
            }
            values.merge(plain, weight, Integer::sum);
          });
      return values;
    }
  }
}
