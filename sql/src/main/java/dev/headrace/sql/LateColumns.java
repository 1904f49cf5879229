package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprProperties;
import dev.headrace.ir.Rel;
import dev.headrace.model.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Expressions of a list that give another result with every call, beside an ORDER BY. They are
 * evaluated for the rows that are left, in their order: {@code SELECT nextval('s'), x FROM t ORDER
 * BY x LIMIT 2} numbers two rows, the least first.
 *
 * <pre>{@code
 * Sort(Project(rows, x, random()))  ->  Project(Sort(Project(rows, x)), x, random())
 * }</pre>
 */
final class LateColumns {
  private final Rel.Sort sort;
  private final Rel.Project project;
  private final List<Expr> early = new ArrayList<>();
  private final List<Field> earlyFields = new ArrayList<>();

  private LateColumns(Rel.Sort sort, Rel.Project project) {
    this.sort = sort;
    this.project = project;
  }

  /**
   * The columns of a list, of rows that are in order.
   *
   * @param from what the list is made of; a list of all its columns is no projection of its own
   * @param width of the list; columns behind it are there for the order only
   */
  @SuppressWarnings("ReferenceEquality") // an equal list would still be one
  static Rel of(Rel sorted, Rel from, int width) {
    if (sorted instanceof Rel.Sort sort
        && !sort.order().isEmpty()
        && sort.input() instanceof Rel.Project project
        && project != from) {
      LateColumns columns = new LateColumns(sort, project);
      if (Projections.range(0, width).stream().anyMatch(columns::isLate)) {
        return columns.first(width);
      }
    }
    return sorted.fields().size() == width
        ? sorted
        : Projections.columns(sorted, Projections.range(0, width));
  }

  private boolean isLate(int column) {
    return !ExprProperties.isDeterministic(project.expressions().get(column))
        && sort.order().stream().noneMatch(key -> key.column() == column);
  }

  private Rel first(int width) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < project.expressions().size(); i++) {
      places.add(isLate(i) ? -1 : place(project.expressions().get(i), project.fields().get(i)));
    }
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Expr expr = project.expressions().get(i);
      columns.add(places.get(i) < 0 ? overEarly(expr) : expr);
    }
    Rel rows =
        new Rel.Sort(
            new Rel.Project(project.input(), early, earlyFields),
            sort.order().stream().map(key -> key.remapped(places::get)).toList(),
            sort.limit(),
            sort.offset());
    for (int i = 0; i < width; i++) {
      if (places.get(i) >= 0) {
        columns.set(i, Projections.column(rows, places.get(i)));
      }
    }
    return new Rel.Project(rows, columns, project.fields().subList(0, width));
  }

  private Expr overEarly(Expr expr) {
    return OuterColumns.mapColumns(
        expr,
        node -> {
          if (!(node instanceof Expr.Column column) || OuterColumns.isOuter(column)) {
            return node;
          }
          int at = place(column, project.input().fields().get(column.index()));
          return new Expr.Column(at, column.type(), column.nullable());
        });
  }

  private int place(Expr expr, Field field) {
    int at = early.indexOf(expr);
    if (at < 0) {
      at = early.size();
      early.add(expr);
      earlyFields.add(field);
    }
    return at;
  }
}
