package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.Field;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * An outer join whose condition no join can decide, because it has subqueries, made of the pairs of
 * rows that match: beside them, the rows of a side that are in none of them. A row is found among
 * the pairs by all its columns, and by the texts of those of which equal values may differ; rows
 * that are the same have the same matches.
 */
final class OuterJoin {
  private final Join.Kind kind;
  private final Rel left;
  private final Rel right;
  private final List<Field> fields;
  private final int width;

  OuterJoin(Join.Kind kind, Rel left, Rel right) {
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.fields = new Join(kind, left, right, List.of(), null).fields();
    this.width = left.fields().size();
  }

  /**
   * @param pairs columns of the left side, of the right side, and any others
   */
  Rel ofMatches(Rel pairs) {
    Rel matches = Projections.columns(pairs, Projections.range(0, fields.size()));
    List<Rel> parts = new ArrayList<>();
    parts.add(Projections.project(matches, Projections.allColumns(matches), fields));
    if (kind.keepsUnmatchedLeft()) {
      parts.add(padded(unmatched(left, matches, 0), 0));
    }
    if (kind.keepsUnmatchedRight()) {
      parts.add(padded(unmatched(right, matches, width), width));
    }
    return new Rel.Union(parts, fields);
  }

  private static Rel unmatched(Rel side, Rel matches, int from) {
    int columns = side.fields().size();
    List<Integer> inexact = new ArrayList<>();
    List<Join.Key> keys = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      keys.add(new Join.Key(i, from + i, true));
      if (!Types.isExact(side.fields().get(i).type())) {
        keys.add(
            new Join.Key(columns + inexact.size(), matches.fields().size() + inexact.size(), true));
        inexact.add(i);
      }
    }
    Join rows =
        new Join(
            Join.Kind.ANTI,
            withTexts(side, inexact, 0),
            withTexts(matches, inexact, from),
            keys,
            null);
    return Projections.columns(rows, Projections.range(0, columns));
  }

  private static Rel withTexts(Rel rel, List<Integer> columns, int from) {
    return Projections.append(
        rel,
        columns.stream()
            .map(column -> new Expr.Cast(Projections.column(rel, from + column), SqlType.TEXT))
            .toList());
  }

  /** The rows of a side between NULLs for the other's columns. */
  private Rel padded(Rel side, int from) {
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      boolean own = i >= from && i < from + side.fields().size();
      columns.add(
          own ? Projections.column(side, i - from) : new Expr.Literal(null, fields.get(i).type()));
    }
    return Projections.project(side, columns, fields);
  }
}
