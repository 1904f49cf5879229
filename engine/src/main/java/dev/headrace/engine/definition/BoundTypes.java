package dev.headrace.engine.definition;

import dev.headrace.engine.database.UserTypes;
import dev.headrace.model.SqlType;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SqlParser;

/** Makes expressions mean the same whatever the search path is: types in them get their schemas. */
final class BoundTypes {
  private final DefinitionContext context;

  BoundTypes(DefinitionContext context) {
    this.context = context;
  }

  ParsedExpression of(ParsedExpression expression) {
    return expression.withTypes(this::bound);
  }

  /** The text of an expression. */
  String text(ParsedExpression expression) {
    return of(expression).text();
  }

  /** The text of an expression, given as it was written. */
  String text(String expression) {
    return text(SqlParser.expression(expression));
  }

  private String bound(String written) {
    SqlType type = context.requireType(written);
    return BoundText.name(UserTypes.nameOf(type));
  }
}
