package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Expr.Literal;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.SortKey;
import dev.headrace.ir.WindowCall;
import dev.headrace.ir.WindowFrame;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/** SELECT DISTINCT ON: of the rows that are equal in some columns, the first in the order. */
final class DistinctOn {
  private DistinctOn() {}

  /** Complains unless rows that are equal in the columns stand together in the order. */
  static void check(Set<Integer> on, List<SortKey> order, Analysis analysis, SqlNode place) {
    Set<Integer> seen = new HashSet<>();
    for (SortKey key : order) {
      if (seen.size() < on.size() && !on.contains(key.column())) {
        throw analysis.error(
            ErrorCode.INVALID_COLUMN_REFERENCE,
            "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
            place);
      }
      if (on.contains(key.column())) {
        seen.add(key.column());
      }
    }
  }

  static Rel of(Rel rel, Set<Integer> on, List<SortKey> order) {
    List<Field> fields = new ArrayList<>(rel.fields());
    fields.add(Field.notNull("row_number", SqlType.BIGINT));
    WindowCall number =
        new WindowCall(
            WindowCall.Function.ROW_NUMBER, List.of(), null, WindowFrame.WHOLE, SqlType.BIGINT);
    Rel numbered =
        new Rel.Window(rel, on.stream().sorted().toList(), order, List.of(number), fields);
    Expr first =
        new Comparison(
            Comparison.Operator.EQUAL,
            Projections.column(numbered, rel.fields().size()),
            new Literal(1L, SqlType.BIGINT));
    return Projections.columns(
        Joins.filter(numbered, List.of(first)), Projections.range(0, rel.fields().size()));
  }
}
