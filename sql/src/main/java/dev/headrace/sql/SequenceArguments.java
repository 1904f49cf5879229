package dev.headrace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** The names of sequences in an expression: the first arguments of functions of sequences. */
final class SequenceArguments {
  private static final Set<String> FUNCTIONS = Set.of("nextval", "currval", "setval");

  private SequenceArguments() {}

  /** Those that are literals, in the order of the text. */
  static List<SqlLiteral> of(SqlNode expression) {
    List<SqlLiteral> found = new ArrayList<>();
    collect(expression, found);
    return found;
  }

  static String text(SqlLiteral literal) {
    return literal.getValueAs(String.class);
  }

  private static void collect(SqlNode node, List<SqlLiteral> found) {
    if (!(node instanceof SqlCall call)) {
      return;
    }
    String function = call.getOperator().getName().toLowerCase(Locale.ROOT);
    if (FUNCTIONS.contains(function) && call.operandCount() > 0) {
      SqlNode argument = call.operand(0);
      if (argument.getKind() == SqlKind.CAST) {
        argument = ((SqlCall) argument).operand(0);
      }
      if (argument instanceof SqlCharStringLiteral literal) {
        found.add(literal);
      }
    }
    for (SqlNode operand : call.getOperandList()) {
      if (operand != null) {
        collect(operand, found);
      }
    }
  }
}
