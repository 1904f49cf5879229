package dev.headrace.sql;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;

/** A scalar expression that was parsed and not yet resolved. */
public final class ParsedExpression {
  private final SqlNode node;
  private final SourceText source;
  private final String text;
  private final int start;

  /**
   * @param start where the text begins in its source
   */
  ParsedExpression(SqlNode node, SourceText source, String text, int start) {
    this.node = node;
    this.source = source;
    this.text = text;
    this.start = start;
  }

  /** Whether it is NULL and nothing else. */
  public boolean isNull() {
    return SqlUtil.isNullLiteral(node, false);
  }

  /** The names of the sequences that {@code nextval} and the like are called with. */
  public List<String> sequences() {
    return SequenceArguments.of(node).stream().map(SequenceArguments::text).toList();
  }

  /**
   * The same with other names of the sequences that {@code nextval} and the like are called with.
   *
   * @param name what to call a sequence that is called so now
   */
  public ParsedExpression withSequences(UnaryOperator<String> name) {
    List<SqlLiteral> names = SequenceArguments.of(node);
    if (names.isEmpty()) {
      return this;
    }
    StringBuilder renamed = new StringBuilder();
    int done = start;
    for (SqlLiteral literal : names) {
      renamed.append(source.text(), done, source.start(literal.getParserPosition()));
      String value = name.apply(SequenceArguments.text(literal));
      renamed.append('\'').append(value.replace("'", "''")).append('\'');
      done = source.end(literal.getParserPosition());
    }
    renamed.append(source.text(), done, start + text.length());
    return SqlParser.expression(renamed.toString());
  }

  /** The expression as written. */
  public String text() {
    return text;
  }

  SqlNode node() {
    return node;
  }

  SourceText source() {
    return source;
  }
}
