package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import dev.headrace.sql.FromBinder.Bound;
import dev.headrace.sql.Scope.NamedColumn;
import dev.headrace.sql.Scope.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlJoin;

/**
 * Marks the rows that an outer join may give NULLs in place of, so that these can be told from rows
 * of NULLs. Only texts pay for it that may make JSON of whole rows.
 */
final class RowMarkers {
  private RowMarkers() {}

  /** The left side of a join. */
  static Bound left(SqlJoin join, Bound side, Analysis analysis) {
    return switch (join.getJoinType()) {
      case RIGHT, FULL -> marked(side, analysis);
      default -> side;
    };
  }

  /** The right side of a join. */
  static Bound right(SqlJoin join, Bound side, Analysis analysis) {
    return switch (join.getJoinType()) {
      case LEFT, FULL -> marked(side, analysis);
      default -> side;
    };
  }

  private static Bound marked(Bound side, Analysis analysis) {
    if (!analysis.source().mentions("json")) {
      return side;
    }
    NamedColumn marker =
        new NamedColumn(Scope.PRESENT, side.rel().fields().size(), SqlType.BOOLEAN, false);
    List<Table> tables = new ArrayList<>();
    for (Table table : side.tables().tables()) {
      List<NamedColumn> hidden = new ArrayList<>(table.hidden());
      if (hidden.stream().noneMatch(column -> column.name().equals(Scope.PRESENT))) {
        hidden.add(marker);
      }
      tables.add(new Table(table.alias(), table.columns(), table.key(), hidden));
    }
    return new Bound(
        Projections.append(side.rel(), List.of(Expr.Literal.TRUE)),
        new Scope.Tables(tables, side.tables().columns()));
  }
}
