package dev.headrace.sql;

import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * ARRAY of a subquery as an aggregate: {@code ARRAY(SELECT x FROM t ORDER BY y)} -> {@code (SELECT
 * array_agg(value ORDER BY key1) FROM (SELECT x, y FROM t) AS rows (value, key1))}. Over no rows
 * that is NULL, where ARRAY is empty.
 */
final class ArraySubqueries {
  private static final String VALUE = "value";

  private ArraySubqueries() {}

  /** The query that makes the array of the rows of another. */
  static SqlNode aggregate(SqlNode query, Analysis analysis) {
    SqlParserPos place = query.getParserPosition();
    List<SqlNode> order = new ArrayList<>();
    List<SqlIdentifier> names = new ArrayList<>();
    names.add(name(VALUE, place));
    SqlNode rows = query;
    if (query instanceof SqlOrderBy ordered) {
      rows = withKeys(ordered, order, names, analysis);
    }
    List<SqlNode> arguments = new ArrayList<>();
    arguments.add(name(VALUE, place));
    if (!order.isEmpty()) {
      arguments.add(PostgresOperators.ARGUMENT_ORDER.createCall(place, order));
    }
    SqlUnresolvedFunction function =
        new SqlUnresolvedFunction(
            name("array_agg", place),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION);
    List<SqlNode> from = new ArrayList<>();
    from.add(rows);
    from.add(name("rows", place));
    from.addAll(names);
    return select(
        SqlNodeList.of(function.createCall(place, arguments)),
        SqlStdOperatorTable.AS.createCall(place, from));
  }

  private static SqlIdentifier name(String name, SqlParserPos place) {
    return new SqlIdentifier(name, place);
  }

  private static SqlSelect select(SqlNodeList list, SqlNode from) {
    return new SqlSelect(
        from.getParserPosition(),
        null,
        list,
        from,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The rows with what they are ordered by as further columns. */
  private static SqlNode withKeys(
      SqlOrderBy ordered, List<SqlNode> order, List<SqlIdentifier> names, Analysis analysis) {
    List<SqlNode> keys = new ArrayList<>();
    for (SqlNode item : ordered.orderList) {
      SqlNode node = OrderItem.of(item).node();
      SqlIdentifier key = name(VALUE, node.getParserPosition());
      if (!isValue(node, ordered.query)) {
        key = name("key" + names.size(), node.getParserPosition());
        names.add(key);
        keys.add(node);
      }
      order.add(like(item, key));
    }
    SqlNode rows = ordered.query;
    if (!keys.isEmpty()) {
      if (!(rows instanceof SqlSelect plain) || plain.isDistinct()) {
        throw analysis.unsupported("ARRAY of a subquery in this order", ordered);
      }
      SqlSelect more = (SqlSelect) plain.clone(plain.getParserPosition());
      SqlNodeList list = new SqlNodeList(plain.getSelectList().getParserPosition());
      list.addAll(plain.getSelectList());
      list.addAll(keys);
      more.setSelectList(list);
      rows = more;
    }
    return ordered.fetch == null && ordered.offset == null
        ? rows
        : new SqlOrderBy(
            ordered.getParserPosition(), rows, ordered.orderList, ordered.offset, ordered.fetch);
  }

  /** Whether an item of ORDER BY is the column of the list. */
  private static boolean isValue(SqlNode node, SqlNode query) {
    if (node instanceof SqlNumericLiteral) {
      return true;
    }
    return node instanceof SqlIdentifier identifier
        && identifier.isSimple()
        && query instanceof SqlSelect select
        && ColumnNames.of(select.getSelectList().get(0)).equals(identifier.getSimple());
  }

  /** An item of ORDER BY with another expression in it. */
  private static SqlNode like(SqlNode item, SqlNode key) {
    SqlKind kind = item.getKind();
    if (kind == SqlKind.NULLS_FIRST || kind == SqlKind.NULLS_LAST || kind == SqlKind.DESCENDING) {
      SqlCall call = (SqlCall) item;
      return call.getOperator().createCall(call.getParserPosition(), like(call.operand(0), key));
    }
    return key;
  }
}
