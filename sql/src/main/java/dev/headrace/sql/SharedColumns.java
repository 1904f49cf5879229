package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.Expr.Comparison;
import dev.headrace.ir.Rel;
import dev.headrace.ir.Rel.Join;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.FromBinder.Bound;
import dev.headrace.sql.Scope.NamedColumn;
import dev.headrace.sql.Scope.Table;
import dev.headrace.sql.Scope.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** NATURAL and USING: equality of columns of one name, which are then one column. */
final class SharedColumns {
  private final Analysis analysis;

  SharedColumns(Analysis analysis) {
    this.analysis = analysis;
  }

  /**
   * @param both the names of either side, in the frame of the join
   */
  Bound join(SqlJoin join, Bound l, Bound r, Join.Kind kind, Tables both) {
    List<SqlIdentifier> names = sharedNames(join, l, r);
    int width = l.rel().fields().size();
    Operators operators = new Operators(analysis);
    List<Expr> conjuncts = new ArrayList<>();
    List<NamedColumn> lefts = new ArrayList<>();
    List<NamedColumn> rights = new ArrayList<>();
    for (SqlIdentifier name : names) {
      NamedColumn left = only(l, name, "left");
      NamedColumn right = only(r, name, "right");
      lefts.add(left);
      rights.add(right);
      SqlParserPos place = name.getParserPosition();
      conjuncts.add(
          operators.comparison(
              Comparison.Operator.EQUAL,
              "=",
              new Operand.Typed(left.expr(), place),
              new Operand.Typed(right.shifted(width).expr(), place),
              place));
    }
    Rel joined = Joins.join(kind, l.rel(), r.rel(), conjuncts);
    List<Expr> computed = new ArrayList<>();
    List<NamedColumn> columns = new ArrayList<>();
    Set<Integer> merged = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      int left = lefts.get(i).index();
      int right = rights.get(i).index() + width;
      merged.add(left);
      merged.add(right);
      String name = names.get(i).getSimple();
      columns.add(merge(joined, kind, name, left, right, computed));
    }
    List<Table> tables = withAlias(join, both.tables(), columns);
    for (NamedColumn column : both.columns()) {
      if (!merged.contains(column.index())) {
        columns.add(column);
      }
    }
    return new Bound(Projections.append(joined, computed), new Tables(tables, columns));
  }

  private NamedColumn merge(
      Rel joined, Join.Kind kind, String name, int left, int right, List<Expr> computed) {
    Expr.Column l = Projections.column(joined, left);
    Expr.Column r = Projections.column(joined, right);
    SqlType type =
        CommonType.of(
            List.of(l.type(), r.type()),
            "JOIN/USING",
            analysis.source(),
            List.of(SqlParserPos.ZERO, SqlParserPos.ZERO));
    Expr.Column kept = kind == Join.Kind.RIGHT ? r : l;
    if (kind != Join.Kind.FULL && kept.type().kind() == type.kind()) {
      return new NamedColumn(name, kept.index(), kept.type(), kept.nullable());
    }
    Coercion coercion = analysis.coercion();
    Expr value =
        kind == Join.Kind.FULL
            ? new Expr.Coalesce(
                List.of(
                    coercion.implicit(new Operand.Typed(l, SqlParserPos.ZERO), type),
                    coercion.implicit(new Operand.Typed(r, SqlParserPos.ZERO), type)),
                type)
            : coercion.implicit(new Operand.Typed(kept, SqlParserPos.ZERO), type);
    int index = joined.fields().size() + computed.size();
    computed.add(value);
    return new NamedColumn(name, index, value.type(), value.nullable());
  }

  private static List<SqlIdentifier> sharedNames(SqlJoin join, Bound l, Bound r) {
    List<SqlIdentifier> names = new ArrayList<>();
    if (join.isNatural()) {
      Set<String> right = new HashSet<>();
      r.tables().columns().forEach(c -> right.add(c.name()));
      Set<String> seen = new HashSet<>();
      for (NamedColumn column : l.tables().columns()) {
        if (right.contains(column.name()) && seen.add(column.name())) {
          names.add(new SqlIdentifier(column.name(), join.getParserPosition()));
        }
      }
    } else if (join.getCondition() instanceof SqlNodeList list) {
      list.stream()
          .filter(SqlIdentifier.class::isInstance)
          .forEach(name -> names.add((SqlIdentifier) name));
    }
    return names;
  }

  /** With the table whose columns are the shared ones, for {@code USING (...) AS alias}. */
  private List<Table> withAlias(SqlJoin join, List<Table> tables, List<NamedColumn> shared) {
    if (!(join.getCondition() instanceof SqlNodeList list
        && list.getList().getLast() instanceof SqlCall last)) {
      return tables;
    }
    SqlIdentifier alias = last.operand(0);
    if (tables.stream().anyMatch(table -> table.alias().equals(alias.getSimple()))) {
      throw analysis.error(
          ErrorCode.DUPLICATE_ALIAS,
          "table name " + SqlException.quote(alias.getSimple()) + " specified more than once",
          alias);
    }
    List<Table> more = new ArrayList<>(tables);
    more.add(new Table(alias.getSimple(), List.copyOf(shared), List.of()));
    return more;
  }

  private NamedColumn only(Bound side, SqlIdentifier name, String which) {
    List<NamedColumn> found =
        side.tables().columns().stream().filter(c -> c.name().equals(name.getSimple())).toList();
    if (found.isEmpty()) {
      throw analysis.error(
          ErrorCode.UNDEFINED_COLUMN,
          "column "
              + SqlException.quote(name.getSimple())
              + " specified in USING clause does not exist in "
              + which
              + " table",
          name);
    }
    if (found.size() > 1) {
      throw analysis.error(
          ErrorCode.AMBIGUOUS_COLUMN,
          "common column name "
              + SqlException.quote(name.getSimple())
              + " appears more than once in "
              + which
              + " table",
          name);
    }
    analysis.references().use(found.getFirst());
    return found.getFirst();
  }
}
