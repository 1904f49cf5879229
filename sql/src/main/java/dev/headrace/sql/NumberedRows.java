package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * LIMIT and OFFSET as conditions on the numbers of rows, for counts that are read from rows.
 *
 * <pre>
 *   ORDER BY x LIMIT (SELECT n FROM t)  →  row_number() OVER (ORDER BY x) &lt;= n, ORDER BY x
 * </pre>
 */
final class NumberedRows {
  private NumberedRows() {}

  /**
   * A count of rows.
   *
   * @param rows what the count is an expression over: always a single row
   */
  record Count(Rel rows, Expr count) {
    boolean needsRows() {
      return !rows.equals(Projections.ONE_ROW);
    }

    /** Rows, each beside the one that the count is over. */
    Rel beside(Rel rel) {
      return needsRows() ? Joins.join(Rel.Join.Kind.INNER, rel, rows, List.of()) : rel;
    }

    boolean isNull() {
      return count instanceof Literal literal && literal.value() == null;
    }
  }

  /** The rows that LIMIT and OFFSET leave of those in an order. */
  static Rel of(Rel rel, List<SortKey> order, @Nullable Count limit, @Nullable Count offset) {
    int width = rel.fields().size();
    Rel wide = numbered(rel, order, WindowCall.Function.ROW_NUMBER);
    List<@Nullable Expr> counts = new ArrayList<>();
    for (Count count : new @Nullable Count[] {limit, offset}) {
      counts.add(count == null ? null : OuterColumns.shift(count.count, wide.fields().size()));
      if (count != null) {
        wide = count.beside(wide);
      }
    }
    Expr number = Projections.column(wide, width);
    Rel kept = Joins.filter(wide, conditions(number, counts.get(0), counts.get(1)));
    return new Rel.Sort(Projections.columns(kept, Projections.range(0, width)), order, null, null);
  }

  /** The rows with one more column, their number or rank in an order. */
  static Rel.Window numbered(Rel rel, List<SortKey> order, WindowCall.Function function) {
    List<Field> fields = new ArrayList<>(rel.fields());
    fields.add(Field.notNull(function.name().toLowerCase(Locale.ROOT), SqlType.BIGINT));
    WindowCall number =
        new WindowCall(function, List.of(), null, WindowFrame.WHOLE, SqlType.BIGINT);
    return new Rel.Window(rel, List.of(), order, List.of(number), fields);
  }

  /** What holds for the numbers of the rows that are left; a count that is NULL is none. */
  static List<Expr> conditions(Expr number, @Nullable Expr limit, @Nullable Expr offset) {
    List<Expr> conditions = new ArrayList<>();
    Expr before = new Literal(0L, SqlType.BIGINT);
    if (offset != null) {
      before = new Expr.Coalesce(List.of(checked("$offset", offset), before), SqlType.BIGINT);
      conditions.add(new Comparison(Comparison.Operator.GREATER, number, before));
    }
    if (limit != null) {
      Expr place =
          offset == null
              ? number
              : new Expr.Arithmetic(
                  Expr.Arithmetic.Operator.SUBTRACT, number, before, SqlType.BIGINT);
      Expr count = checked("$limit", limit);
      Expr within = new Comparison(Comparison.Operator.LESS_OR_EQUAL, place, count);
      conditions.add(
          limit.nullable() ? Conditions.or(List.of(new Expr.IsNull(count), within)) : within);
    }
    return conditions;
  }

  private static Expr checked(String function, Expr count) {
    return count instanceof Literal
        ? count
        : new Expr.Call(
            ScalarFunctions.require(function, Kind.BIGINT), List.of(count), SqlType.BIGINT);
  }
}
