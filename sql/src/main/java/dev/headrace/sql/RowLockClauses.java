package dev.headrace.sql;

import dev.headrace.sql.grammar.PostgresOperators;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** FOR UPDATE and the like, as the grammar gives them: a call around the query. */
final class RowLockClauses {
  private RowLockClauses() {}

  static boolean isLocking(SqlNode query) {
    return query instanceof SqlCall call && call.getOperator().equals(PostgresOperators.LOCKING);
  }

  /** The clauses at the end of a query, in order. */
  static List<RowLocking> of(SqlNode query) {
    List<RowLocking> clauses = new ArrayList<>();
    for (SqlCall each : calls(query)) {
      List<String> tables = new ArrayList<>();
      tables(each).forEach(name -> tables.add(ObjectName.of(name.names)));
      clauses.add(new RowLocking(strength(each), tables, wait(each)));
    }
    return List.copyOf(clauses);
  }

  static List<SqlCall> calls(SqlNode query) {
    if (!isLocking(query)) {
      return List.of();
    }
    List<SqlNode> operands = ((SqlCall) query).getOperandList();
    return operands.subList(1, operands.size()).stream().map(SqlCall.class::cast).toList();
  }

  /** The query without them. */
  static SqlNode query(SqlNode locking) {
    return ((SqlCall) locking).operand(0);
  }

  static RowLocking.Strength strength(SqlCall clause) {
    return RowLocking.Strength.valueOf(((SqlLiteral) clause.operand(0)).getValueAs(String.class));
  }

  /** What is named behind OF. */
  static List<SqlIdentifier> tables(SqlCall clause) {
    List<SqlIdentifier> names = new ArrayList<>();
    ((SqlNodeList) clause.operand(1)).forEach(name -> names.add((SqlIdentifier) name));
    return names;
  }

  static RowLocking.Wait wait(SqlCall clause) {
    return RowLocking.Wait.valueOf(((SqlLiteral) clause.operand(2)).getValueAs(String.class));
  }
}
