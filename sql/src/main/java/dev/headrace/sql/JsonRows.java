package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.model.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Whole rows as arguments of functions that make JSON of them: {@code t} and {@code t.*} for an
 * item of FROM, {@code ROW(x, y)}, and {@code (SELECT t FROM ...)}.
 */
final class JsonRows {
  private final ExpressionBinder binder;

  JsonRows(ExpressionBinder binder) {
    this.binder = binder;
  }

  /** An argument as it is; a row is the JSON object of its columns. */
  Operand operand(SqlNode argument) {
    Expr row = of(argument);
    return row == null ? binder.bind(argument) : binder.typed(row, argument);
  }

  /** A row as a JSON object; null for what is none. */
  @Nullable Expr of(SqlNode argument) {
    return switch (argument.getKind()) {
      case IDENTIFIER -> whole((SqlIdentifier) argument);
      case ROW -> constructed((SqlCall) argument);
      case SELECT, ORDER_BY -> subquery(argument);
      default -> null;
    };
  }

  private @Nullable Expr whole(SqlIdentifier name) {
    Scope.WholeRow row = row(name);
    if (row == null) {
      return null;
    }
    Expr object = JsonValues.object(row.columns(), binder, name);
    Expr.Column present = row.present();
    return present == null || !present.nullable()
        ? object
        : new Expr.Case(
            List.of(new Expr.Case.Branch(new Expr.Not(new Expr.IsNull(present)), object)),
            new Expr.Literal(null, SqlType.JSONB),
            SqlType.JSONB);
  }

  /** The row that a name stands for; a column of that name comes first. */
  private Scope.@Nullable WholeRow row(SqlIdentifier name) {
    if (name.isStar()) {
      int last = name.names.size() - 1;
      Scope.WholeRow row =
          last < 1 ? null : binder.scope().wholeRow(name.names.get(last - 1), name);
      if (row == null && last > 0) {
        throw binder.scope().missingTable(name);
      }
      return row;
    }
    return name.isSimple() && !binder.scope().hasColumn(name.getSimple())
        ? binder.scope().wholeRow(name.getSimple(), name)
        : null;
  }

  private Expr constructed(SqlCall row) {
    List<JsonValues.Member> columns = new ArrayList<>();
    for (SqlNode item : row.getOperandList()) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        Scope.WholeRow whole = row(star);
        if (whole != null) {
          whole.columns().forEach(member -> add(columns, member.value()));
          continue;
        }
      }
      add(columns, binder.coercion().standalone(operand(item)));
    }
    return JsonValues.object(columns, binder, row);
  }

  private static void add(List<JsonValues.Member> columns, Expr value) {
    columns.add(new JsonValues.Member("f" + (columns.size() + 1), value));
  }

  /** A subquery whose only column is a row. */
  private @Nullable Expr subquery(SqlNode query) {
    SqlSelect select =
        query instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect inner
            ? inner
            : query instanceof SqlSelect plain ? plain : null;
    if (select == null || select.getFrom() == null || select.getSelectList().size() != 1) {
      return null;
    }
    SqlNode item = select.getSelectList().get(0);
    Map<String, SqlNode> items = new LinkedHashMap<>();
    RowLockBinder.collect(select.getFrom(), items);
    if (!(item instanceof SqlIdentifier name)
        || !name.isSimple()
        || !items.containsKey(name.getSimple())) {
      return null;
    }
    SqlSelect made = (SqlSelect) select.clone(select.getParserPosition());
    made.setSelectList(SqlNodeList.of(toJson(item)));
    return binder
        .subqueries()
        .scalar(
            query instanceof SqlOrderBy ordered
                ? new SqlOrderBy(
                    ordered.getParserPosition(),
                    made,
                    ordered.orderList,
                    ordered.offset,
                    ordered.fetch)
                : made);
  }

  private static SqlNode toJson(SqlNode argument) {
    SqlParserPos place = argument.getParserPosition();
    return new SqlUnresolvedFunction(
            new SqlIdentifier("to_jsonb", place),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(place, argument);
  }
}
