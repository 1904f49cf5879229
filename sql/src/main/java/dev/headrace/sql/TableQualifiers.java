package dev.headrace.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Takes the table's name from the columns of an expression that belongs to a table, {@code CHECK
 * (t.a > 0)}: only its own columns can be meant, and without it the text stays right when the table
 * gets another name.
 */
final class TableQualifiers extends SqlShuttle {
  private final List<String> table;
  private final List<SqlIdentifier> qualified = new ArrayList<>();

  private TableQualifiers(List<String> table) {
    this.table = table;
  }

  static ParsedExpression removed(ParsedExpression expression, String table) {
    TableQualifiers qualifiers = new TableQualifiers(ObjectName.parts(table));
    SqlNode node = expression.node().accept(qualifiers);
    if (node == null || qualifiers.qualified.isEmpty()) {
      return expression;
    }
    return new ParsedExpression(
        node, expression.source(), qualifiers.text(expression), expression.start());
  }

  private String text(ParsedExpression expression) {
    SourceText source = expression.source();
    StringBuilder text = new StringBuilder();
    int done = expression.start();
    for (SqlIdentifier column : qualified) {
      text.append(source.text(), done, source.start(column.getParserPosition()));
      done = source.start(last(column));
    }
    return text.append(source.text(), done, expression.start() + expression.text().length())
        .toString();
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier id) {
    int names = id.names.size();
    if (names < 2 || id.isStar() || !isTable(id.names.subList(0, names - 1))) {
      return id;
    }
    qualified.add(id);
    return new SqlIdentifier(id.names.get(names - 1), last(id));
  }

  private static SqlParserPos last(SqlIdentifier id) {
    return id.getComponentParserPosition(id.names.size() - 1);
  }

  /** Whether it is the table's name, with its schema or without. */
  private boolean isTable(List<String> names) {
    int from = table.size() - names.size();
    return from >= 0 && table.subList(from, table.size()).equals(names);
  }
}
