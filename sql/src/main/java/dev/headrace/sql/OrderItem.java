package dev.headrace.sql;

import dev.headrace.ir.Rel.SortKey;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** An item of ORDER BY: NULLs count as greater than everything. */
record OrderItem(SqlNode node, boolean descending, boolean nullsFirst) {
  static OrderItem of(SqlNode item) {
    SqlNode node = item;
    Boolean nullsFirst = null;
    if (node.getKind() == SqlKind.NULLS_FIRST || node.getKind() == SqlKind.NULLS_LAST) {
      nullsFirst = node.getKind() == SqlKind.NULLS_FIRST;
      node = ((SqlCall) node).operand(0);
    }
    boolean descending = node.getKind() == SqlKind.DESCENDING;
    if (descending) {
      node = ((SqlCall) node).operand(0);
    }
    return new OrderItem(node, descending, nullsFirst == null ? descending : nullsFirst);
  }

  SortKey key(int column) {
    return new SortKey(column, descending, nullsFirst);
  }
}
