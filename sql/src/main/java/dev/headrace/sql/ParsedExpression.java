package dev.headrace.sql;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
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
    return replaced(
        SequenceArguments.of(node),
        literal -> {
          String value = name.apply(SequenceArguments.text((SqlLiteral) literal));
          return "'" + value.replace("'", "''") + "'";
        });
  }

  /** The names of the types in it that are not there by themselves. */
  public List<String> types() {
    return TypeNames.ofCatalog(node, source).stream().map(ParsedExpression::name).toList();
  }

  /**
   * The same with other names of the types that are not there by themselves.
   *
   * @param name what to write for a type that is called so now
   */
  public ParsedExpression withTypes(UnaryOperator<String> name) {
    return replaced(
        TypeNames.ofCatalog(node, source), type -> name.apply(name((SqlIdentifier) type)));
  }

  private static String name(SqlIdentifier type) {
    return ObjectName.of(type.names);
  }

  private ParsedExpression replaced(
      List<? extends SqlNode> nodes, Function<SqlNode, String> replacement) {
    if (nodes.isEmpty()) {
      return this;
    }
    StringBuilder replaced = new StringBuilder();
    int done = start;
    for (SqlNode each : nodes) {
      replaced.append(source.text(), done, source.start(each.getParserPosition()));
      replaced.append(replacement.apply(each));
      done = source.end(each.getParserPosition());
    }
    replaced.append(source.text(), done, start + text.length());
    return SqlParser.expression(replaced.toString());
  }

  /** The expression as written. */
  public String text() {
    return text;
  }

  /** Where it begins in its source. */
  int start() {
    return start;
  }

  SqlNode node() {
    return node;
  }

  SourceText source() {
    return source;
  }
}
