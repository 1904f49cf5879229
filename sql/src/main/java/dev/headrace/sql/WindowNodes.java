package dev.headrace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Finds calls of window functions in expressions. */
final class WindowNodes {
  private WindowNodes() {}

  /** What a node consists of. The function of an OVER is no call of an aggregate itself. */
  static List<SqlNode> parts(SqlNode node) {
    List<@Nullable SqlNode> parts = new ArrayList<>();
    if (node.getKind() == SqlKind.OVER) {
      SqlCall over = (SqlCall) node;
      SqlNode function = over.operand(0);
      if (function.getKind() == SqlKind.FILTER) {
        parts.add(((SqlCall) function).operand(1));
        function = ((SqlCall) function).operand(0);
      }
      parts.addAll(((SqlCall) function).getOperandList());
      parts.add(over.operand(1));
    } else if (node instanceof SqlCall call) {
      parts.addAll(call.getOperandList());
    } else if (node instanceof SqlNodeList list) {
      parts.addAll(list.getList());
    }
    return parts.stream().filter(Objects::nonNull).map(WindowNodes::present).toList();
  }

  private static SqlNode present(@Nullable SqlNode node) {
    return Objects.requireNonNull(node);
  }

  /** Adds the calls of window functions in an expression, outside of its subqueries. */
  static void collect(@Nullable SqlNode node, List<SqlCall> calls) {
    if (node == null || Subqueries.isQuery(node)) {
      return;
    }
    if (node.getKind() == SqlKind.OVER) {
      calls.add((SqlCall) node);
    } else {
      parts(node).forEach(part -> collect(part, calls));
    }
  }
}
