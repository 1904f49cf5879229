package dev.headrace.engine.statement;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Interpreter;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RowSource;
import dev.headrace.ir.TableCall;
import dev.headrace.model.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a plan makes of series of whole numbers, {@code generate_series(1, 1000000)}, whose
 * ends are the same for the whole statement. They are its work as rows of tables are. Not
 * thread-safe.
 */
final class SeriesRows {
  private final List<Rel.Expand> series = new ArrayList<>();
  private final Interpreter interpreter = new Interpreter();

  private SeriesRows() {}

  static SeriesRows of(Rel rel) {
    SeriesRows found = new SeriesRows();
    found.collect(rel);
    return found;
  }

  private void collect(Rel rel) {
    if (rel instanceof Rel.Expand expand && expand.calls().stream().anyMatch(SeriesRows::isOne)) {
      series.add(expand);
    }
    rel.inputs().forEach(this::collect);
  }

  private static boolean isOne(TableCall call) {
    return call.function() == TableCall.Function.LONG_SERIES
        || call.function() == TableCall.Function.INTEGER_SERIES;
  }

  /** How many they are, about. */
  long count(RowSource parameters) {
    double sum = 0;
    for (Rel.Expand expand : series) {
      for (TableCall call : expand.calls()) {
        if (isOne(call)) {
          sum += length(call, expand.input(), parameters);
        }
      }
    }
    return (long) sum;
  }

  private double length(TableCall call, Rel input, RowSource parameters) {
    double[] numbers = new double[3];
    for (int i = 0; i < numbers.length; i++) {
      if (!(value(input, call.arguments().get(i), parameters) instanceof Number number)) {
        return 0;
      }
      numbers[i] = number.doubleValue();
    }
    double steps = (numbers[1] - numbers[0]) / numbers[2];
    // a step of 0 is the run's to refuse
    return Double.isFinite(steps) && steps >= 0 ? Math.floor(steps) + 1 : 0;
  }

  /** The value of a column that has one for the whole statement; null if it is not known. */
  private @Nullable Object value(Rel rel, int column, RowSource parameters) {
    Expr expr =
        switch (rel) {
          case Rel.Project project -> project.expressions().get(column);
          case Rel.Values values when values.rows().size() == 1 ->
              values.rows().getFirst().get(column);
          default -> null;
        };
    if (expr == null || !ExprProperties.isImmutable(expr)) {
      return null;
    }
    RowSource below =
        new RowSource() {
          @Override
          public @Nullable Object column(int index) {
            return value(rel.inputs().getFirst(), index, parameters);
          }

          @Override
          public @Nullable Object parameter(int index) {
            return parameters.parameter(index);
          }
        };
    try {
      return interpreter.evaluate(expr, below);
    } catch (SqlException _) {
      // the run comes to it as well, if it comes so far
      return null;
    }
  }
}
